import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { call, temporaryFolder, type Ended } from './support/commandLine';
import { ids, writeRecords } from './support/records';

const folder = temporaryFolder();

function exportTo(target: string, ...options: readonly string[]): Promise<Ended> {
  return call(['export', 'latest', target, ...options], { folder: folder() });
}

function text(...names: readonly string[]): string {
  return readFileSync(path.join(folder(), ...names), 'utf8');
}

describe('distillery export', () => {
  beforeEach(() => {
    writeRecords(folder());
  });

  it("copies the first seed's student with what is needed to use it", async () => {
    const { exitCode, output } = await exportTo('student');
    assert.equal(exitCode, 0);
    assert.match(output, /student, seed 1, 97\.90 % test accuracy/);
    assert.deepEqual(readdirSync(path.join(folder(), 'student')).sort(), [
      'README.md',
      'distillery.json',
      'model.json',
      'weights.bin',
    ]);
    assert.equal(text('student', 'weights.bin'), 'weights of student-1');
    const described = JSON.parse(text('student', 'distillery.json')) as Record<string, unknown>;
    assert.deepEqual(described['inputShape'], [28, 28, 1]);
    assert.deepEqual(described['classNames'], ['even', 'odd']);
    assert.deepEqual(described['scaling'], { type: 'unit', divisor: 255 });
    assert.deepEqual(described['test'], {
      accuracy: 0.979,
      errors: 210,
      examples: 10_000,
      loss: 0.07,
      calibrationError: 0.012,
    });
    assert.match(text('student', 'README.md'), /Divide the original inputs by 255/);
    assert.match(text('student', 'README.md'), /even, odd/);
  });

  it('copies the network of another role', async () => {
    await exportTo('teacher', '--role', 'teacher');
    assert.equal(text('teacher', 'weights.bin'), 'weights of teacher');
    await exportTo('baseline', '--role', 'baseline', '--seed', '1');
    assert.equal(text('baseline', 'weights.bin'), 'weights of baseline-1');
  });

  it('gives the folder and the size as JSON', async () => {
    const { output } = await exportTo('student', '--json');
    const told = JSON.parse(output) as { folder: string; bytes: number };
    assert.equal(told.folder, path.join(folder(), 'student'));
    assert.equal(told.bytes, text('student', 'weights.bin').length + text('student', 'model.json').length);
  });

  it('makes missing folders and leaves no temporary files', async () => {
    assert.equal((await exportTo('some/where/student')).exitCode, 0);
    assert.deepEqual(readdirSync(path.join(folder(), 'some', 'where')), ['student']);
  });

  it('writes into an empty folder, but not over files unless told to', async () => {
    mkdirSync(path.join(folder(), 'student'));
    assert.equal((await exportTo('student')).exitCode, 0);
    writeFileSync(path.join(folder(), 'student', 'weights.bin'), 'other');
    writeFileSync(path.join(folder(), 'student', 'mine.txt'), 'mine');
    const refused = await exportTo('student');
    assert.equal(refused.exitCode, 2);
    assert.match(refused.errors, /is not empty/);
    assert.equal(text('student', 'weights.bin'), 'other');
    assert.equal((await exportTo('student', '--force')).exitCode, 0);
    assert.equal(text('student', 'weights.bin'), 'weights of student-1');
    assert.equal(text('student', 'mine.txt'), 'mine');
  });

  it('never replaces a file by a folder', async () => {
    writeFileSync(path.join(folder(), 'student'), 'a file');
    assert.equal((await exportTo('student', '--force')).exitCode, 2);
    assert.equal(text('student'), 'a file');
  });

  it('says which seeds there are, and that training has not ended', async () => {
    const wrongSeed = await exportTo('student', '--seed', '7');
    assert.equal(wrongSeed.exitCode, 2);
    assert.match(wrongSeed.errors, /has no student with seed 7\n +It has: 1\./);
    const unfinished = await call(['export', ids.crashed, 'student'], { folder: folder() });
    assert.equal(unfinished.exitCode, 2);
    assert.match(unfinished.errors, /its training has not ended/);
    assert.equal((await exportTo('teacher', '--role', 'teacher', '--seed', '1')).exitCode, 2);
    assert.ok(!existsSync(path.join(folder(), 'student')));
  });
});
