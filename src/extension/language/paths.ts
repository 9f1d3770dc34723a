import type { Dirent } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { filesNamedIn } from '../../experiment';
import { isExperimentFile } from '../base/experimentFile';
import { pathPlaceAt, type PathPlace } from './pathPlace';
import { rangeIn } from './problems';

/** Files that an experiment names open with a click. */
export class PathLinks implements vscode.DocumentLinkProvider {
  async provideDocumentLinks(document: vscode.TextDocument): Promise<vscode.DocumentLink[]> {
    const named = filesNamedIn(document.getText(), document.uri.fsPath);
    const present = await Promise.all(named.map(({ file }) => isFile(file)));
    return named
      .filter((_, index) => present[index])
      .map(({ range, file }) => {
        const inside = { offset: range.offset + 1, length: Math.max(0, range.length - 2) };
        return new vscode.DocumentLink(rangeIn(document, inside), vscode.Uri.file(file));
      });
  }
}

/** Files and folders beside the experiment, where it wants one. */
export class PathCompletion implements vscode.CompletionItemProvider {
  static readonly triggers = ['/', '"'];

  async provideCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.CompletionItem[]> {
    const place = pathPlaceAt(document.getText(), document.offsetAt(position));
    if (place === undefined) return [];
    const entries = await entriesOf(path.resolve(path.dirname(document.uri.fsPath), place.folder));
    const range = new vscode.Range(document.positionAt(place.nameOffset), position);
    return entries.map((entry) => {
      const item = new vscode.CompletionItem(
        entry.name,
        entry.isDirectory() ? vscode.CompletionItemKind.Folder : vscode.CompletionItemKind.File,
      );
      item.range = range;
      item.insertText = inText(entry.isDirectory() ? `${entry.name}/` : entry.name);
      item.sortText = `${rankOf(entry, place)}${entry.name}`;
      return item;
    });
  }
}

/** A file's name as it is written between the quotes of JSON. */
function inText(name: string): string {
  return JSON.stringify(name).slice(1, -1);
}

/** Files of the kind that is wanted come first, then folders. */
function rankOf(entry: Dirent, { endings }: PathPlace): 0 | 1 | 2 {
  if (entry.isDirectory()) return 1;
  return endings.some((ending) => entry.name.toLowerCase().endsWith(ending)) ? 0 : 2;
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    const entries = await fs.readdir(folder, { withFileTypes: true });
    return entries.filter(({ name }) => !name.startsWith('.') && !isExperimentFile(name));
  } catch {
    return [];
  }
}

async function isFile(file: string): Promise<boolean> {
  return fs.stat(file).then(
    (found) => found.isFile(),
    () => false,
  );
}
