import type { Dirent } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { getLocation } from 'jsonc-parser';
import * as vscode from 'vscode';
import { filesNamedIn, namesFile } from '../../experiment';
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
    const text = document.getText();
    const offset = document.offsetAt(position);
    const { path: place, previousNode, isAtPropertyKey } = getLocation(text, offset);
    if (isAtPropertyKey || previousNode?.type !== 'string' || !namesFile(text, place)) return [];
    const start = previousNode.offset + 1;
    const written = text.slice(start, offset);
    const folder = written.slice(0, written.lastIndexOf('/') + 1);
    const entries = await entriesOf(path.resolve(path.dirname(document.uri.fsPath), folder));
    const range = new vscode.Range(document.positionAt(start + folder.length), position);
    return entries.map((entry) => {
      const item = new vscode.CompletionItem(
        entry.name,
        entry.isDirectory() ? vscode.CompletionItemKind.Folder : vscode.CompletionItemKind.File,
      );
      item.range = range;
      item.insertText = entry.isDirectory() ? `${entry.name}/` : entry.name;
      return item;
    });
  }
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    const entries = await fs.readdir(folder, { withFileTypes: true });
    return entries.filter(({ name }) => !name.startsWith('.') && !name.endsWith('.distill.json'));
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
