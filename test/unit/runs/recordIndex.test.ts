import assert from 'node:assert/strict';
import fs from 'node:fs';
import { indexRecord, RunFollower, RunFolder, type RunRecord } from '../../../src/runs';
import { readRecordIndex, writeRecordIndex } from '../../../src/runs/record/recordIndex';
import { epoch, logOf, SAMPLE_EVENTS, steps, timed } from './sampleRun';
import { temporaryFolder } from './temporaryFolder';

const EPOCH = 40_000;
const LAST = 5 * EPOCH;

describe('the index of a long record', () => {
  const temporary = temporaryFolder();
  let folder: RunFolder;
  let log: Buffer;

  /** The sample run, then five epochs of a student, of which two are done again, and lines that are no events. */
  function longLog(): Buffer {
    const pieces = [logOf(timed(SAMPLE_EVENTS)), Buffer.from('garbage\n{"type":"of a newer version"}\n')];
    for (const number of [1, 2, 3, 2, 3, 4, 5]) {
      const before = (number - 1) * EPOCH;
      if (number === 2) pieces.push(logOf(timed([startedAt(before)])));
      for (let done = before; done < before + EPOCH; done += 1000) {
        pieces.push(logOf(timed([steps(done + 1, done + 1000)])));
      }
      pieces.push(logOf(timed([epoch(number, before + EPOCH)])));
    }
    return Buffer.concat(pieces);
  }

  const startedAt = (resumedAtStep: number) =>
    ({ type: 'stage-started', stage: 'student-1', totalSteps: LAST, resumedAtStep }) as const;

  /** As `RunFollower` tells it, and as one that finds no index does. */
  function read(): RunRecord {
    const follower = new RunFollower(folder);
    follower.poll();
    const record = follower.record();
    const index = fs.existsSync(folder.eventsIndex) ? fs.readFileSync(folder.eventsIndex) : undefined;
    fs.rmSync(folder.eventsIndex, { force: true });
    const plain = new RunFollower(folder);
    plain.poll();
    assert.deepEqual(record, plain.record());
    if (index) fs.writeFileSync(folder.eventsIndex, index);
    return record;
  }

  before(() => {
    log = longLog();
  });

  beforeEach(() => {
    folder = new RunFolder(temporary());
    fs.writeFileSync(folder.events, log);
    indexRecord(folder);
  });

  it('is written for a long log only, by the second poll', () => {
    assert.ok(fs.existsSync(folder.eventsIndex));
    fs.rmSync(folder.eventsIndex);
    new RunFollower(folder).poll();
    assert.ok(!fs.existsSync(folder.eventsIndex));
    fs.truncateSync(folder.events, 1 << 20);
    indexRecord(folder);
    assert.ok(!fs.existsSync(folder.eventsIndex));
  });

  it('tells all that the log does', () => {
    const { stages, damage } = read();
    assert.equal(stages.find(({ stage }) => stage === 'student-1')?.series.length, LAST);
    assert.equal(damage.damagedLines, 1);
    assert.equal(damage.unknownEvents, 1);
  });

  it('is read in place of the log', () => {
    const index = readRecordIndex(folder.eventsIndex);
    assert.ok(index);
    index.series.get('student-1')?.total.fill(7.5, 0, 1);
    writeRecordIndex(folder.eventsIndex, index);
    const follower = new RunFollower(folder);
    follower.poll();
    const student = follower.record().stages.find(({ stage }) => stage === 'student-1');
    assert.deepEqual([...(student?.series.total.subarray(0, 2) ?? [])], [7.5, 2]);
  });

  it('goes on with what was appended, also when that replaces steps', () => {
    fs.appendFileSync(folder.events, logOf(timed([steps(LAST + 1, LAST + 500), epoch(6, LAST + 500)])));
    read();
    fs.appendFileSync(folder.events, logOf(timed([startedAt(30_000), steps(30_001, 30_100, 7)])));
    const { stages } = read();
    assert.equal(stages.find(({ stage }) => stage === 'student-1')?.series.length, 30_100);
  });

  it('follows the log as one that has read it', () => {
    const follower = new RunFollower(folder);
    follower.poll();
    fs.appendFileSync(folder.events, logOf(timed([steps(LAST + 1, LAST + 10)])));
    assert.equal(follower.poll(), true);
    assert.equal(follower.poll(), false);
    const plain = new RunFollower(folder);
    fs.rmSync(folder.eventsIndex);
    plain.poll();
    assert.deepEqual(follower.record(), plain.record());
  });

  it('is of no account when the log was cut, at whatever byte', () => {
    for (const bytes of [log.length - 1, log.length - 5000, 5_000_000, 100, 0]) {
      fs.truncateSync(folder.events, bytes);
      read();
    }
  });

  it('is of no account for another log, or one with a single other byte', () => {
    const other = Buffer.from(log);
    const place = other.indexOf('"total":[', other.length / 2) + '"total":['.length;
    other[place] = other[place] === 0x31 ? 0x32 : 0x31;
    fs.writeFileSync(folder.events, other);
    read();
    fs.writeFileSync(folder.events, logOf(timed(SAMPLE_EVENTS)));
    assert.equal(read().stages.find(({ stage }) => stage === 'student-1')?.series.length, 6);
    fs.rmSync(folder.events);
    assert.equal(read().stages.length, 0);
  });

  it('is written anew when it was of another log, damaged, or much has been appended', () => {
    const index = fs.readFileSync(folder.eventsIndex);
    for (const place of [0, 100, index.length >> 1, index.length - 1]) {
      const damaged = Buffer.from(index);
      damaged[place] = (damaged[place] ?? 0) ^ 1;
      fs.writeFileSync(folder.eventsIndex, damaged);
      read();
      fs.writeFileSync(folder.eventsIndex, damaged.subarray(0, place));
      read();
      indexRecord(folder);
      assert.deepEqual(fs.readFileSync(folder.eventsIndex), index);
    }
    fs.appendFileSync(folder.events, log);
    indexRecord(folder);
    assert.notDeepEqual(fs.readFileSync(folder.eventsIndex), index);
    read();
  });

  it('is left as it is while little has been appended', () => {
    const { mtimeMs } = fs.statSync(folder.eventsIndex);
    fs.appendFileSync(folder.events, logOf(timed([steps(LAST + 1, LAST + 10)])));
    indexRecord(folder);
    assert.equal(fs.statSync(folder.eventsIndex).mtimeMs, mtimeMs);
  });

  it('is done without in a folder that may not be written', () => {
    fs.rmSync(folder.eventsIndex);
    fs.mkdirSync(folder.eventsIndex);
    indexRecord(folder);
    const follower = new RunFollower(folder);
    follower.poll();
    assert.equal(follower.record().stages.find(({ stage }) => stage === 'student-1')?.series.length, LAST);
  });
});
