/**
 * What a terminal of `columns` shows after `output`: as much of one as the command line relies on (carriage return,
 * newline, erase line, cursor up, wrapping). Colour sequences change nothing; any other sequence is an error.
 */
export function screenAfter(output: string, columns: number): string[] {
  const rows: string[][] = [[]];
  let row = 0;
  let column = 0;
  for (const [token] of output.matchAll(/\u001b\[[0-9;]*[A-Za-z]|[^]/gu)) {
    if (token === '\r') column = 0;
    else if (token === '\n') {
      row++;
      column = 0;
      rows[row] ??= [];
    } else if (token === '\u001b[2K') rows[row] = [];
    else if (token === '\u001b[1A') row = Math.max(0, row - 1);
    else if (token.endsWith('m') && token.length > 1) continue;
    else if (token < ' ') throw new Error(`The terminal is told ${JSON.stringify(token)}`);
    else {
      if (column >= columns) {
        row++;
        column = 0;
        rows[row] ??= [];
      }
      const line = rows[row] ?? [];
      line[column] = token;
      column++;
    }
  }
  const lines = rows.map((cells) =>
    Array.from(cells, (cell) => (cell as string | undefined) ?? ' ')
      .join('')
      .trimEnd(),
  );
  while (lines.at(-1) === '') lines.pop();
  return lines;
}
