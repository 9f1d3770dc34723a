import {
  createScanner,
  parseTree,
  printParseErrorCode,
  type Node,
  type ParseError,
  type ParseOptions,
} from 'jsonc-parser';
import type { TextRange } from '../diagnostics';
import type { Lines } from './lines';

/** Deeper than any experiment, far from what would overflow the stack. */
const deepestNesting = 100;

export interface SyntaxProblem {
  readonly message: string;
  readonly mend: string;
  readonly range: TextRange;
}

interface Words {
  readonly message: string;
  readonly mend: string;
}

const closing = (bracket: string): Words => ({
  message: `A closing ${bracket} is missing.`,
  mend: `Close what was opened before with ${bracket}.`,
});

/** What is wrong, for each kind of error of the parser. */
const wordsOf: Readonly<Record<string, Words>> = {
  InvalidSymbol: {
    message: 'This is no JSON value.',
    mend: 'Write texts in double quotes; other values are numbers, true, false, null, lists […] and objects {…}.',
  },
  InvalidNumberFormat: {
    message: 'This number is not written as JSON wants it.',
    mend: 'Write it like 12, 0.5 or 1e-3: digits on both sides of the point, no leading zero, no plus sign.',
  },
  PropertyNameExpected: { message: 'The name of a field is expected here.', mend: 'Write "name": value.' },
  ValueExpected: {
    message: 'A value is expected here.',
    mend: 'Write a number, a text in double quotes, true, false, a list […] or an object {…}.',
  },
  ColonExpected: {
    message: 'A colon is missing between the name of a field and its value.',
    mend: 'Write "name": value.',
  },
  CommaExpected: { message: 'A comma is missing here.', mend: 'Put a comma after the value before.' },
  CloseBraceExpected: closing('}'),
  CloseBracketExpected: closing(']'),
  EndOfFileExpected: {
    message: 'The experiment ends before this.',
    mend: 'Remove what follows its closing brace.',
  },
  UnexpectedEndOfComment: { message: 'This comment never ends.', mend: 'Close it with */.' },
  UnexpectedEndOfString: {
    message: 'This text has no closing quote.',
    mend: 'Close it with a double quote on the same line.',
  },
  UnexpectedEndOfNumber: { message: 'This number is cut off.', mend: 'Write it like 12, 0.5 or 1e-3.' },
  InvalidUnicode: {
    message: 'This \\u is not followed by four hexadecimal digits.',
    mend: 'Write it like \\u00e9.',
  },
  InvalidEscapeCharacter: {
    message: 'A backslash in a text cannot stand before this character.',
    mend: 'Write two backslashes, or forward slashes in a path.',
  },
  InvalidCharacter: {
    message: 'This text holds a control character.',
    mend: 'Write \\t for a tab and \\n for a line break.',
  },
};

const unknownWords: Words = {
  message: 'This is not JSON.',
  mend: 'Check the commas, quotes and brackets around it.',
};

/** The tree of a JSON text with comments and trailing commas, as far as it could be read, and what is wrong with it. */
export function parseSyntax(
  text: string,
  lines: Lines,
): { root: Node | undefined; problems: SyntaxProblem[] } {
  const readable = withoutByteOrderMark(text);
  const tooDeep = findTooDeep(readable);
  if (tooDeep !== undefined) {
    return { root: undefined, problems: [{ ...tooDeepWords, range: { offset: tooDeep, length: 1 } }] };
  }
  if (isBlank(readable)) {
    return { root: undefined, problems: [{ ...emptyWords, range: { offset: 0, length: 0 } }] };
  }
  const errors: ParseError[] = [];
  const root = parseTree(readable, errors, parseOptions);
  return { root, problems: firstOfEachLine(errors, text, lines) };
}

const parseOptions: ParseOptions = { allowTrailingComma: true, disallowComments: false };

/** The tree of any text, as far as it could be read; undefined also where it is nested too deep to be read at all. */
export function parseTolerantly(text: string): Node | undefined {
  const readable = withoutByteOrderMark(text);
  return findTooDeep(readable) === undefined ? parseTree(readable, [], parseOptions) : undefined;
}

/** Of the same length, so that offsets stay. */
function withoutByteOrderMark(text: string): string {
  return text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text;
}

const tooDeepWords: Words = {
  message: `The brackets are nested more than ${deepestNesting} deep.`,
  mend: 'Remove the surplus opening brackets.',
};

const emptyWords: Words = {
  message: 'The file is empty.',
  mend: 'Write an experiment: { "name": …, "dataset": { … }, "teacher": { … }, "student": { … } }.',
};

// SyntaxKind is a const enum of the package, which a file compiled by itself cannot use: the numbers are its values.
const openBrace = 1;
const closeBrace = 2;
const openBracket = 3;
const closeBracket = 4;
const endOfFile = 17;

/** The offset of the first bracket that is nested too deep: the parser is recursive. */
function findTooDeep(text: string): number | undefined {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (;;) {
    const token: number = scanner.scan();
    if (token === endOfFile) return undefined;
    if (token === openBrace || token === openBracket) depth += 1;
    if (token === closeBrace || token === closeBracket) depth -= 1;
    if (depth > deepestNesting) return scanner.getTokenOffset();
  }
}

function isBlank(text: string): boolean {
  const token: number = createScanner(text, true).scan();
  return token === endOfFile && !text.includes('/*');
}

/** One mistake often makes the parser stumble several times; only the first stumble on a line helps. */
function firstOfEachLine(errors: readonly ParseError[], text: string, lines: Lines): SyntaxProblem[] {
  const seen = new Set<number>();
  return errors.flatMap(({ error, offset, length }) => {
    const range = clampRange({ offset, length }, text);
    const { line } = lines.positionAt(range.offset);
    if (seen.has(line)) return [];
    seen.add(line);
    return [{ ...(wordsOf[printParseErrorCode(error)] ?? unknownWords), range }];
  });
}

/** The part of a range that lies inside the text. */
export function clampRange({ offset, length }: TextRange, text: string): TextRange {
  const start = Math.min(Math.max(0, offset), text.length);
  return { offset: start, length: Math.min(Math.max(0, length), text.length - start) };
}
