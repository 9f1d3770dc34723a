import { stripVTControlCharacters } from 'node:util';
import { displayWidth, visibleText } from '../../../common/text';

/** The terminal columns that a line takes; its colour sequences take none. */
export function lineWidth(line: string): number {
  return displayWidth(stripVTControlCharacters(line));
}

export type Alignment = 'left' | 'right';

/** The text with spaces up to `columns`. */
export function pad(text: string, columns: number, alignment: Alignment = 'left'): string {
  const spaces = ' '.repeat(Math.max(0, columns - displayWidth(text)));
  return alignment === 'left' ? text + spaces : spaces + text;
}

/** As visibleText, for text whose own line breaks are wanted. */
export function visibleLines(text: string): string {
  return text.split(/\r?\n/).map(visibleText).join('\n');
}
