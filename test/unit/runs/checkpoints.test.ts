import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { StageKey } from '../../../src/protocol/events';
import {
  type DamagedFileError,
  latestCheckpoint,
  listCheckpoints,
  pruneCheckpoints,
  readRun,
  RunFolder,
  RunWriter,
  writeCheckpoint,
} from '../../../src/runs';
import { temporaryFolder } from './temporaryFolder';

describe('checkpoints', () => {
  const temporary = temporaryFolder();
  let folder: RunFolder;
  let writer: RunWriter;
  const write = (stage: StageKey, step: number): void => {
    const arrays = [{ name: 'w', shape: [1], values: Float32Array.of(step) }];
    writeCheckpoint(folder, writer, { stage, step, epoch: 1, arrays, metadata: { stage } });
  };
  const stepsOf = (stage: StageKey): number[] => listCheckpoints(folder, stage).map(({ step }) => step);

  beforeEach(() => {
    folder = new RunFolder(temporary());
    writer = RunWriter.open(folder);
  });
  afterEach(() => {
    writer.close();
  });

  it('are kept two a stage, the newest by number', () => {
    for (const step of [8, 9, 10, 100]) write('student-1', step);
    write('student-11', 5);
    write('teacher', 7);
    assert.deepEqual(stepsOf('student-1'), [10, 100]);
    assert.deepEqual(stepsOf('student-11'), [5]);
    const latest = latestCheckpoint(folder, 'student-1');
    assert.equal(latest?.step, 100);
    assert.equal(latest.path, folder.checkpoint('student-1', 100));
    assert.deepEqual(latest.arrays[0]?.values, Float32Array.of(100));
    assert.deepEqual(latest.metadata, { stage: 'student-1' });
    pruneCheckpoints(folder, 'student-1', 0);
    assert.deepEqual(stepsOf('student-1'), []);
    assert.deepEqual(stepsOf('teacher'), [7]);
  });

  it('fall back to the one before when the newest is damaged, and say so', () => {
    write('student-1', 1);
    write('student-1', 2);
    fs.truncateSync(folder.checkpoint('student-1', 2), 50);
    const damaged: DamagedFileError[] = [];
    const latest = latestCheckpoint(folder, 'student-1', (error) => damaged.push(error));
    assert.equal(latest?.step, 1);
    assert.equal(damaged.length, 1);
    assert.match(damaged[0]?.message ?? '', /student-1-2\.safetensors is damaged/);
    fs.truncateSync(folder.checkpoint('student-1', 1), 0);
    assert.equal(latestCheckpoint(folder, 'student-1'), undefined);
  });

  it('of an attempt that was given up do not outlive the first of the next', () => {
    write('student-1', 10);
    write('student-1', 20);
    write('student-1', 15);
    assert.deepEqual(stepsOf('student-1'), [10, 15]);
  });

  it('are there only for stages that have some', () => {
    assert.equal(latestCheckpoint(folder, 'teacher'), undefined);
    write('student-1', 1);
    assert.equal(latestCheckpoint(folder, 'teacher'), undefined);
  });

  it('are never ahead of the losses on record, and name themselves there', () => {
    const losses = { total: [1], hard: [1], learningRate: [1], examplesPerSecond: 1 };
    writer.append({ type: 'run-resumed' });
    writer.append({ type: 'steps', stage: 'student-1', first: 1, ...losses });
    write('student-1', 1);
    const [before] = readRun(folder).stages;
    assert.equal(before?.step, 1);
    writer.flush();
    const [stage] = readRun(folder).stages;
    assert.equal(stage?.checkpoints[0]?.file, 'checkpoints/student-1-1.safetensors');
    assert.ok(fs.existsSync(folder.resolve(stage.checkpoints[0].file)));
  });

  it('sweep away what a killed write left', () => {
    write('student-1', 1);
    const leftover = path.join(folder.checkpoints, 'student-1-2.safetensors.0123456789ab.tmp');
    fs.writeFileSync(leftover, 'half');
    write('student-1', 2);
    assert.ok(!fs.existsSync(leftover));
  });
});
