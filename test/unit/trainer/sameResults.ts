import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readRun, readSafetensors, type RunFolder } from '../../../src/runs';

/** Fails unless two runs of one experiment have the same losses, epochs, weights and answers, bit for bit. */
export function assertSameResults(actual: RunFolder, expected: RunFolder): void {
  const actualRecord = readRun(actual);
  const expectedRecord = readRun(expected);
  assert.equal(actualRecord.status, 'done');
  assert.deepEqual(
    actualRecord.stages.map(({ stage }) => stage),
    expectedRecord.stages.map(({ stage }) => stage),
  );
  for (const [index, { stage, series, epochs, softTargets }] of expectedRecord.stages.entries()) {
    const same = actualRecord.stages[index];
    assert.ok(same);
    assert.deepEqual(same.series, series, `the losses of ${stage}`);
    assert.deepEqual(
      same.epochs.map(({ epoch, step, train, validation, best }) => ({
        epoch,
        step,
        train,
        validation,
        best,
      })),
      epochs.map(({ epoch, step, train, validation, best }) => ({ epoch, step, train, validation, best })),
      `the epochs of ${stage}`,
    );
    assert.deepEqual(
      same.softTargets.map(({ logits }) => logits),
      softTargets.map(({ logits }) => logits),
      `the soft targets of ${stage}`,
    );
    if (!existsSync(expected.model(stage))) continue;
    for (const name of ['model.json', 'weights.bin']) {
      const file = (folder: RunFolder): string => path.join(folder.modelFolder(stage), name);
      assert.ok(readFileSync(file(actual)).equals(readFileSync(file(expected))), `${name} of ${stage}`);
    }
    assert.deepEqual(
      readSafetensors(actual.logits(stage)).arrays,
      readSafetensors(expected.logits(stage)).arrays,
      `the logits of ${stage}`,
    );
  }
}
