/** Lines and columns of offsets in a text, both from 1; columns count UTF-16 code units, as editors do. */
export class Lines {
  private readonly starts: readonly number[];

  constructor(private readonly text: string) {
    const starts = [0];
    for (const { index, 0: lineBreak } of text.matchAll(/\r\n|\r|\n/g)) starts.push(index + lineBreak.length);
    this.starts = starts;
  }

  positionAt(offset: number): { line: number; column: number } {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const byteOrderMark = low === 0 && this.text.startsWith('\uFEFF') ? 1 : 0;
    const column = offset - (this.starts[low] ?? 0) + 1 - byteOrderMark;
    return { line: low + 1, column: Math.max(1, column) };
  }
}
