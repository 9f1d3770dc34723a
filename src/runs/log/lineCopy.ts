/** A copy of a line, whose memory is used again when another takes its place. */
export class LineCopy {
  private memory = Buffer.alloc(0);
  private length = 0;

  get line(): Buffer {
    return this.memory.subarray(0, this.length);
  }

  set(line: Buffer): void {
    if (this.memory.length < line.length) this.memory = Buffer.allocUnsafe(2 * line.length);
    this.length = line.copy(this.memory);
  }
}
