import { EventEmitter, once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { RecordWatch } from '../../../../src/extension/dashboard/recordWatch';
import { RunFolder } from '../../../../src/runs';

describe('the watch on a record', () => {
  let temporary: string;
  let watch: RecordWatch | undefined;
  const calls = new EventEmitter();
  const watched = (folder: string): RecordWatch =>
    new RecordWatch([new RunFolder(folder)], () => calls.emit('call'));

  beforeEach(() => {
    temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'watch-'));
  });
  afterEach(() => {
    watch?.dispose();
    fs.rmSync(temporary, { recursive: true, force: true });
  });

  it('calls back again and again, also where there is no folder', async () => {
    watch = watched(path.join(temporary, 'missing'));
    await once(calls, 'call');
    await once(calls, 'call');
  });

  it('outlives the folder', async () => {
    watch = watched(temporary);
    fs.rmSync(temporary, { recursive: true });
    await once(calls, 'call');
    await once(calls, 'call');
  });

  it('is told by the file system, without waiting for its timer', async () => {
    const { setInterval: every } = globalThis;
    globalThis.setInterval = (work: () => void) => every(work, 2 ** 30);
    try {
      watch = watched(temporary);
    } finally {
      globalThis.setInterval = every;
    }
    const called = once(calls, 'call');
    fs.writeFileSync(path.join(temporary, 'events.jsonl'), '{}\n');
    await called;
  });
});
