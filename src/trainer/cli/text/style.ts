/** Ways to mark text. Without colour every one of them returns the text as it is. */
export interface Style {
  readonly color: 'ansi' | 'plain';
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly caution: (text: string) => string;
  readonly accent: (text: string) => string;
}

function between(on: number, off: number): (text: string) => string {
  return (text) => `\u001b[${on}m${text}\u001b[${off}m`;
}

function asItIs(text: string): string {
  return text;
}

export const coloured: Style = {
  color: 'ansi',
  bold: between(1, 22),
  dim: between(2, 22),
  good: between(32, 39),
  bad: between(31, 39),
  caution: between(33, 39),
  accent: between(36, 39),
};

export const uncoloured: Style = {
  color: 'plain',
  bold: asItIs,
  dim: asItIs,
  good: asItIs,
  bad: asItIs,
  caution: asItIs,
  accent: asItIs,
};
