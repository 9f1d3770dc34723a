import type { RunFolder } from '../layout/folder';
import type { RunOutline } from '../record/outline';
import { OutlineReader } from '../record/outlineReader';
import { outlineOf } from '../record/read';

/** Follows a run without its series: each call reads what was appended since the last. Never throws. */
export class OutlineFollower {
  private readonly reader: OutlineReader;

  constructor(readonly folder: RunFolder) {
    this.reader = new OutlineReader(folder);
  }

  /** The outline as the log has it now; looks whether the process is alive at every call. */
  outline(): RunOutline {
    const builder = this.reader.read();
    return outlineOf(this.folder, builder, this.reader.damage);
  }
}
