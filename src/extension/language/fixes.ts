import { applyEdits, modify } from 'jsonc-parser';
import {
  parseTolerantly,
  readExperiment,
  type Diagnostic,
  type Fix,
  type ReadOptions,
} from '../../experiment';
import { removalAt } from './removal';

/** A stretch of text, in UTF-16 code units, and what is to stand there instead. */
export interface TextEdit {
  readonly offset: number;
  readonly length: number;
  readonly content: string;
}

/** What a fix does to the text; empty where it does nothing to it. */
export function editsFor(
  text: string,
  { fix, range }: Pick<Diagnostic, 'fix' | 'range'>,
): readonly TextEdit[] {
  switch (fix?.kind) {
    case 'replace':
      return [{ ...range, content: fix.text }];
    case 'add':
      return addition(text, fix);
    case 'remove':
      return removalAt(text, range.offset).map((stretch) => ({ ...stretch, content: '' }));
    case 'create-file':
    case undefined:
      return [];
  }
}

/** A mend may bring to light what it hid; deeper than this nothing is hidden. */
const MOST_ROUNDS = 10;

/**
 * The text with every error mended that has one right value in its place. What a fix would add is left to the person, who
 * must fill it in, and so is what it would remove.
 */
export function fixAll(text: string, file: string, options: ReadOptions = {}): string {
  let current = text;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const result = readExperiment(current, file, options);
    const replacements = replacementsOf(result.ok ? [] : result.diagnostics);
    if (replacements.length === 0) return current;
    current = applyEdits(current, replacements);
  }
  return current;
}

/** Replacements that can be made at once: none touches another, and no two give fields of an object the same name. */
function replacementsOf(diagnostics: readonly Diagnostic[]): TextEdit[] {
  const taken = new Set<string>();
  let end = 0;
  return diagnostics.flatMap(({ severity, fix, range, path }) => {
    if (severity !== 'error' || fix?.kind !== 'replace' || range.offset < end) return [];
    const place = typeof path.at(-1) === 'number' ? path : [...path.slice(0, -1), fix.text];
    const key = JSON.stringify(place);
    if (taken.has(key)) return [];
    taken.add(key);
    end = range.offset + range.length;
    return [{ ...range, content: fix.text }];
  });
}

/** Empty where the text cannot hold the field: something that is no object is in its way. */
function addition(text: string, { path, value }: Extract<Fix, { kind: 'add' }>): readonly TextEdit[] {
  if (parseTolerantly(text) === undefined) return [];
  try {
    return modify(text, [...path], value, { formattingOptions: formattingOf(text) });
  } catch {
    return [];
  }
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
