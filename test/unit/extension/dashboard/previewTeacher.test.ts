import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readPreviewTeacher } from '../../../../src/extension/dashboard/previewTeacher';
import { readExperiment } from '../../../../src/experiment';
import { createRunId, distilleryFolder, RunFolder } from '../../../../src/runs';
import { encodeEvent } from '../../../../src/runs/log/encode';

const experiment = (teacherSeed: number): string => `{
  "name": "digits",
  "dataset": { "format": "csv", "train": "digits.csv", "test": 0.2 },
  "teacher": { "model": { "type": "mlp" }, "seed": ${teacherSeed} },
  "student": { "model": { "type": "mlp", "hidden": [8] } }
}`;

describe('the teacher of a preview', () => {
  let folder: string;
  let file: string;
  let hour = 0;

  const addRun = (teacherSeed: number, teacherLogits?: readonly number[]): void => {
    const now = new Date(Date.UTC(2026, 0, 1, hour++));
    const run = RunFolder.of(distilleryFolder(file), createRunId('digits', now));
    run.create();
    const read = readExperiment(experiment(teacherSeed), file, { files: { exists: () => true } });
    assert.ok(read.ok);
    fs.writeFileSync(run.experiment, JSON.stringify({ experiment: read.experiment }));
    const example = { index: 0, label: 1, input: [0], ...(teacherLogits && { teacherLogits }) };
    const probes = { type: 'probes', inputShape: [1], classNames: ['a', 'b'], examples: [example] } as const;
    fs.writeFileSync(run.events, `${encodeEvent({ time: now.getTime(), ...probes })}\n`);
  };
  const logits = async (): Promise<unknown> => {
    const teacher = await readPreviewTeacher(file);
    return teacher && [teacher.settings, teacher.examples.map((example) => example.logits)];
  };

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'distillery-preview-'));
    file = path.join(folder, 'digits.distill.json');
    fs.writeFileSync(file, experiment(1));
  });
  afterEach(() => {
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it('is the one that the file describes now, though a later run had another', async () => {
    addRun(1, [1, 2]);
    addRun(2, [3, 4]);
    assert.deepEqual(await logits(), ['as-now', [[1, 2]]]);
  });

  it('is the latest other one, told as such, where none is as the file says', async () => {
    addRun(2, [1, 2]);
    addRun(3, [3, 4]);
    addRun(1);
    assert.deepEqual(await logits(), ['other', [[3, 4]]]);
  });

  it('is shown of a file that has errors, too', async () => {
    addRun(1, [1, 2]);
    fs.writeFileSync(file, '{ "name": ');
    assert.deepEqual(await logits(), ['other', [[1, 2]]]);
  });

  it('is none without runs', async () => {
    assert.equal(await readPreviewTeacher(file), null);
    assert.equal(await readPreviewTeacher(undefined), null);
  });
});
