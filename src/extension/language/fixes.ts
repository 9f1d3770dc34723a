import { applyEdits, findNodeAtOffset, modify, type Node, parseTree } from 'jsonc-parser';
import type { Diagnostic } from '../../experiment';
import { readExperiment } from '../../experiment';

/** A stretch of text, in UTF-16 code units, and what is to stand there instead. */
export interface TextEdit {
  readonly offset: number;
  readonly length: number;
  readonly content: string;
}

/** What a fix does to the text; empty where it does nothing to it. */
export function editsFor(text: string, { fix, range }: Diagnostic): readonly TextEdit[] {
  switch (fix?.kind) {
    case 'replace':
      return [{ ...range, content: fix.text }];
    case 'add':
      return modify(text, [...fix.path], fix.value, { formattingOptions: formattingOf(text) });
    case 'remove':
      return removal(text, range.offset);
    case 'create-file':
    case undefined:
      return [];
  }
}

/** A fix, said as what it does. */
export function titleOfFix({ fix, value, path }: Diagnostic): string | undefined {
  switch (fix?.kind) {
    case 'replace':
      return `Change to ${fix.text}`;
    case 'add':
      return `Add "${String(fix.path.at(-1))}"`;
    case 'remove':
      return `Remove ${typeof path.at(-1) === 'string' ? `"${String(path.at(-1))}"` : JSON.stringify(value)}`;
    case 'create-file':
      return `Create ${fix.file}`;
    case undefined:
      return undefined;
  }
}

/** No text needs more rounds than this; each mends at least one problem. */
const MOST_ROUNDS = 100;

/**
 * The text with every problem mended whose fix replaces or removes something that is wrong. What a fix would add is left to
 * the person, who must fill it in.
 */
export function fixAll(text: string, file: string): string {
  let current = text;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const problem = problemsOf(current, file).find(
      ({ severity, fix }) => severity === 'error' && (fix?.kind === 'replace' || fix?.kind === 'remove'),
    );
    if (problem === undefined) return current;
    const next = applyEdits(current, [...editsFor(current, problem)]);
    if (next === current) return current;
    current = next;
  }
  return current;
}

function problemsOf(text: string, file: string): readonly Diagnostic[] {
  const result = readExperiment(text, file);
  return result.ok ? result.warnings : result.diagnostics;
}

/** The entry of a list or the field of an object at an offset, with the comma that parted it from its neighbour. */
function removal(text: string, offset: number): readonly TextEdit[] {
  const root = parseTree(text, undefined, { allowTrailingComma: true });
  const node = root && findNodeAtOffset(root, offset);
  const member = node && memberAround(node);
  const siblings = member?.parent?.children;
  if (member === undefined || siblings === undefined) return [];
  const index = siblings.indexOf(member);
  const previous = siblings[index - 1];
  const next = siblings[index + 1];
  const [start, end] =
    next !== undefined
      ? [member.offset, next.offset]
      : [previous === undefined ? member.offset : endOf(previous), endOf(member)];
  return [{ offset: start, length: end - start, content: '' }];
}

/** The property, or the list's entry, that a node is or belongs to. */
function memberAround(node: Node): Node | undefined {
  if (node.type === 'property' || node.parent?.type === 'array') return node;
  return node.parent && memberAround(node.parent);
}

function endOf(node: Node): number {
  return node.offset + node.length;
}

/** As the text is indented already: by the first line that is. */
function formattingOf(text: string): { tabSize: number; insertSpaces: boolean; eol: string } {
  const indent = /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ';
  return {
    tabSize: indent.length,
    insertSpaces: !indent.startsWith('\t'),
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
}
