import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { TestLogits } from '../../../../src/extension/dashboard/testLogits';
import { RunFolder, writeSafetensors } from '../../../../src/runs';

describe('logits of the test set', () => {
  let temporary: string;
  let folder: RunFolder;

  beforeEach(() => {
    temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'logits-'));
    folder = new RunFolder(path.join(temporary, 'run'));
    folder.create();
  });
  afterEach(() => {
    fs.rmSync(temporary, { recursive: true, force: true });
  });

  function write(...logits: readonly number[]): void {
    const arrays = [
      { name: 'logits', shape: [1, logits.length], values: Float32Array.from(logits) },
      { name: 'labels', shape: [1], values: Int32Array.of(0) },
    ];
    writeSafetensors(folder.logits('teacher'), arrays, {});
  }

  it('are read once, and again when their file is another', () => {
    const logits = new TestLogits(folder);
    assert.equal(logits.of('teacher'), undefined);
    write(1, 2);
    const first = logits.of('teacher');
    assert.deepEqual([...(first?.logits ?? [])], [1, 2]);
    assert.equal(logits.of('teacher'), first);
    write(3, 4, 5);
    assert.deepEqual([...(logits.of('teacher')?.logits ?? [])], [3, 4, 5]);
  });

  it('are none when their file is damaged', () => {
    write(1, 2);
    fs.appendFileSync(folder.logits('teacher'), 'x');
    assert.equal(new TestLogits(folder).of('teacher'), undefined);
  });
});
