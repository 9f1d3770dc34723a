/** Text of unknown origin (names of classes, experiments, files) on its way to a screen. */

/** Control characters, line separators, bidirectional overrides and lone surrogates: what can act on a screen instead of showing. */
const ACTING = /[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]|\p{Cs}/gu;

/** The text with everything that would act on a terminal or page written out: an escape character becomes `\u{1b}`. */
export function visibleText(text: string): string {
  return text.replace(ACTING, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\ufe0f/u;

/** Columns that the text takes in a terminal: two for East Asian wide characters and emoji. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += WIDE.test(segment) ? 2 : 1;
  return width;
}

/** In UTF-16 code units: the longest emoji and stacks of accents that are meant to be read. */
const LONGEST_GRAPHEME = 32;

/** The text cut to at most `width` columns, with an ellipsis where something is missing. */
export function truncate(text: string, width: number): string {
  const beginning = text.slice(0, LONGEST_GRAPHEME * width);
  let kept = '';
  let used = 0;
  for (const { segment } of graphemes.segment(beginning)) {
    used += displayWidth(segment);
    if (used > width) return `${kept}…`;
    if (used < width) kept += segment;
  }
  return beginning.length < text.length ? `${kept}…` : text;
}

/** The text in lines of at most `width` columns, broken at spaces (not before %); a longer word has a line of its own. */
export function wrap(text: string, width: number): string[] {
  const [first = '', ...words] = text.split(/ (?!%)/);
  const lines: string[] = [];
  let line = first;
  for (const word of words) {
    if (displayWidth(line) + 1 + displayWidth(word) > width) {
      lines.push(line);
      line = word;
    } else {
      line = `${line} ${word}`;
    }
  }
  return [...lines, line];
}
