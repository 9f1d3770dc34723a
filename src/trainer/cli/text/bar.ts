const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A horizontal bar of `share` (0 to 1) of `columns`, to an eighth of a column; padded with `rest`. */
export function bar(
  share: number,
  columns: number,
  rest = ' ',
): { readonly filled: string; readonly rest: string } {
  const eighths = Math.round(Math.min(1, Math.max(0, share)) * columns * 8);
  const filled = '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '');
  return { filled, rest: rest.repeat(Math.max(0, columns - filled.length)) };
}
