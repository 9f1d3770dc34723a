import { formatPosition, type FilePosition } from '../common/errors';

/** A stretch of a text, in UTF-16 code units from its beginning. */
export interface TextRange {
  readonly offset: number;
  readonly length: number;
}

/** A mend that an editor can make by itself. */
export type Fix =
  /** Writes this JSON in place of the diagnostic's range. */
  | { readonly kind: 'replace'; readonly text: string }
  /** Removes the field, or the entry, that the range is in. */
  | { readonly kind: 'remove' }
  | { readonly kind: 'add'; readonly path: readonly (string | number)[]; readonly value: unknown }
  /** `file` is absolute. */
  | { readonly kind: 'create-file'; readonly file: string };

/** One thing that is wrong, or doubtful, in an experiment file. */
export interface Diagnostic {
  /** `syntax`: the text is no JSON there. */
  readonly kind: 'syntax' | 'content';
  readonly severity: 'error' | 'warning';
  /** Field names and list indices from the root; empty for the whole file. */
  readonly path: readonly (string | number)[];
  /** What is wrong and why, as sentences. */
  readonly message: string;
  /** What to do about it, as a sentence. */
  readonly mend?: string;
  readonly fix?: Fix;
  /** The offending value; absent where something is missing. */
  readonly value?: unknown;
  /** Where to point at; always inside the text. */
  readonly range: TextRange;
  /** The other place in the text that has a part in it. */
  readonly related?: TextRange;
  /** Where `range` begins. */
  readonly position: FilePosition;
  /** The override, as path=value, that the problem comes from; the range then shows what it replaced. */
  readonly override?: string;
}

/**
 * Diagnostics for a terminal: `file:line:column: error: message`, each with its mend on a line of its own. One that comes
 * from an override carries no line, since the line in the file is not at fault.
 */
export function formatDiagnostics(diagnostics: readonly Diagnostic[]): string {
  return diagnostics
    .map(({ severity, message, mend, position, override }) => {
      const place = override === undefined ? formatPosition(position) : position.file;
      return `${place}: ${severity}: ${message}${mend === undefined ? '' : `\n    ${mend}`}`;
    })
    .join('\n');
}

/** Errors and warnings in the order of the text. */
export function inTextOrder(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics.toSorted((a, b) => a.range.offset - b.range.offset);
}
