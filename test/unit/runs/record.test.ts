import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import fc from 'fast-check';
import type { NewRunEvent, RunEvent, StageKey } from '../../../src/protocol/events';
import type { ProcessFile } from '../../../src/protocol/record';
import {
  describeThisProcess,
  readRun,
  RecordBuilder,
  RunFollower,
  RunFolder,
  type RunRecord,
  type StageRecord,
  summarizeRun,
  writeJson,
} from '../../../src/runs';
import { encodeEvent } from '../../../src/runs/log/encode';
import { checkpoint, epoch, logOf, SAMPLE_EVENTS, softTargets, steps, timed } from './sampleRun';
import { temporaryFolder } from './temporaryFolder';

function stageOf(record: RunRecord, key: StageKey): StageRecord {
  const stage = record.stages.find((candidate) => candidate.stage === key);
  assert.ok(stage);
  return stage;
}

describe('the record of a run', () => {
  const temporary = temporaryFolder();
  let folder: RunFolder;
  const write = (events: readonly NewRunEvent[]): void => {
    fs.writeFileSync(folder.events, logOf(timed(events)));
  };

  beforeEach(() => {
    folder = new RunFolder(temporary());
  });

  it('tells everything that the events say', () => {
    write(SAMPLE_EVENTS);
    const record = readRun(folder);
    assert.equal(record.name, 'digits – größer "2"');
    assert.equal(record.status, 'stopped');
    assert.equal(record.summary, 'Stopped by the user.');
    assert.equal(record.startedAt, 1000);
    assert.equal(record.lastEventAt, 1000 + SAMPLE_EVENTS.length - 1);
    assert.equal(record.endedAt, record.lastEventAt);
    assert.deepEqual(
      record.stages.map(({ stage, status }) => `${stage} ${status}`),
      [
        'data done',
        'teacher reused',
        'soft-targets waiting',
        'student-1 done',
        'baseline-1 interrupted',
        'report waiting',
      ],
    );
    assert.equal(stageOf(record, 'data').progress?.done, 400);
    assert.equal(record.probes?.examples.length, 2);
    assert.equal(record.teacherSoftTargets?.meanEntropy, 0.5);
    assert.deepEqual(
      record.warnings.map(({ code }) => code),
      ['targets-one-hot'],
    );

    const student = stageOf(record, 'student-1');
    assert.equal(student.step, 6);
    assert.equal(student.totalSteps, 6);
    assert.equal(student.seconds, 3.5);
    assert.deepEqual(student.latest, { total: 1, hard: 1, soft: 0, learningRate: 0.0005 });
    assert.deepEqual([...student.series.total], [2.25, 2, 1.75, 1.5, 1.25, 1]);
    assert.deepEqual([...student.series.hard], [2.5, 2.25, NaN, 1, 1, 1]);
    assert.deepEqual([...(student.series.soft ?? [])], [0.5, 0.25, 0.125, 0, 0, 0]);
    assert.deepEqual([...student.series.learningRate], [0.001, 0.001, 0.0005, 0.0005, 0.0005, 0.0005]);
    assert.equal(student.epochs[0]?.train.loss, 1.5);
    assert.ok(Number.isNaN(student.epochs[0].validation?.loss));
    assert.equal(student.softTargets.length, 1);
    assert.equal(student.checkpoints[0]?.step, 3);
    const baseline = stageOf(record, 'baseline-1');
    assert.deepEqual([...baseline.series.total], [2.5]);
    assert.equal(baseline.series.soft, undefined);
  });

  it('carries the report, when there is one that can be read', () => {
    write(SAMPLE_EVENTS);
    assert.equal(readRun(folder).report, undefined);
    writeJson(folder.reportJson, { version: 1, name: 'digits' });
    assert.equal(readRun(folder).report?.name, 'digits');
    fs.truncateSync(folder.reportJson, 10);
    assert.equal(readRun(folder).report, undefined);
    writeJson(folder.reportJson, { version: 2 });
    assert.equal(readRun(folder).report, undefined);
  });

  describe('of a stage that continues from a checkpoint', () => {
    const attempt = [
      { type: 'stage-started', stage: 'student-1', totalSteps: 30 },
      softTargets(0, 0),
      steps(1, 10),
      epoch(1, 10),
      softTargets(1, 10),
      checkpoint(10),
      steps(11, 20),
      epoch(2, 20),
      softTargets(2, 20),
      checkpoint(20),
      steps(21, 25),
    ] as const satisfies readonly NewRunEvent[];

    it('forgets what came after it', () => {
      write([...attempt, { type: 'stage-started', stage: 'student-1', totalSteps: 30, resumedAtStep: 10 }]);
      const stage = stageOf(readRun(folder), 'student-1');
      assert.equal(stage.step, 10);
      assert.deepEqual([...stage.series.total], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
      assert.deepEqual(
        stage.epochs.map(({ step }) => step),
        [10],
      );
      assert.deepEqual(
        stage.softTargets.map(({ step }) => step),
        [0, 10],
      );
      assert.deepEqual(
        stage.checkpoints.map(({ step }) => step),
        [10],
      );
    });

    it('has the steps of the new attempt after it', () => {
      write([
        ...attempt,
        { type: 'run-resumed' },
        { type: 'stage-started', stage: 'student-1', totalSteps: 30, resumedAtStep: 20 },
        steps(21, 30, 0.5),
        epoch(3, 30),
      ]);
      const stage = stageOf(readRun(folder), 'student-1');
      const expected = Array.from({ length: 30 }, (_, index) => (index < 20 ? index + 1 : index + 1.5));
      assert.deepEqual([...stage.series.total], expected);
      assert.deepEqual(
        [...(stage.series.soft ?? [])],
        expected.map((value) => value * 3),
      );
      assert.deepEqual(
        stage.epochs.map(({ epoch: number }) => number),
        [1, 2, 3],
      );
      assert.equal(stage.startedAt, 1000);
    });

    it('begins with nothing when it starts from the beginning', () => {
      write([
        ...attempt,
        { type: 'stage-started', stage: 'student-1' },
        softTargets(0, 0),
        steps(1, 2, 0.25),
      ]);
      const stage = stageOf(readRun(folder), 'student-1');
      assert.deepEqual([...stage.series.total], [1.25, 2.25]);
      assert.equal(stage.softTargets.length, 1);
      assert.equal(stage.epochs.length, 0);
      assert.equal(stage.checkpoints.length, 0);
    });
  });

  it('shows the steps of a lost line as NaN', () => {
    write([steps(1, 2), steps(5, 6)]);
    const { series } = stageOf(readRun(folder), 'student-1');
    assert.deepEqual([...series.total], [1, 2, NaN, NaN, 5, 6]);
    assert.deepEqual([...series.learningRate], [0.1, 0.1, NaN, NaN, 0.1, 0.1]);
  });

  it('leaves out steps that cannot be, and counts them as damage', () => {
    write([steps(1, 2), steps(2 ** 40, 2 ** 40), steps(3, 3)]);
    const record = readRun(folder);
    assert.deepEqual([...stageOf(record, 'student-1').series.total], [1, 2, 3]);
    assert.deepEqual(record.damage.firstDamagedLines, [2]);
  });

  it('is the same however the steps are cut into events', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(sizes, (lengths) => {
        const builder = new RecordBuilder();
        let done = 0;
        for (const length of lengths) {
          for (const event of timed([steps(done + 1, done + length)])) builder.apply(event);
          done += length;
        }
        const damage = { damagedLines: 0, firstDamagedLines: [], unknownEvents: 0, cutBytes: 0 };
        const { series } = stageOf(builder.record('a', { liveness: 'gone', damage }), 'student-1');
        assert.deepEqual(
          series.total,
          Float32Array.from({ length: done }, (_, index) => index + 1),
        );
        assert.deepEqual(
          series.soft,
          Float32Array.from({ length: done }, (_, index) => (index + 1) * 3),
        );
      }),
    );
  });

  it('loses no complete line when it is cut at any byte', () => {
    const lines = timed(SAMPLE_EVENTS).map((event) => Buffer.from(`${encodeEvent(event)}\n`));
    const whole = Buffer.concat(lines);
    const ends = lines.map((_, index) => Buffer.concat(lines.slice(0, index + 1)).length);
    fs.writeFileSync(folder.events, whole);
    for (let length = whole.length; length >= 0; length--) {
      fs.truncateSync(folder.events, length);
      const complete = ends.filter((end) => end <= length).length;
      const record = readRun(folder);
      assert.equal(record.lastEventAt, complete === 0 ? undefined : 999 + complete, `cut at byte ${length}`);
      assert.equal(record.damage.damagedLines, 0);
      assert.equal(record.damage.cutBytes, length - (ends[complete - 1] ?? 0));
    }
  });

  it('reads what is whole between garbage', () => {
    const bytes = fc
      .uint8Array({ maxLength: 40 })
      .map((array) => Buffer.from(array.filter((byte) => byte !== 10)));
    fc.assert(
      fc.property(fc.array(bytes, { minLength: SAMPLE_EVENTS.length, maxLength: 40 }), (garbage) => {
        const events = timed(SAMPLE_EVENTS);
        const newline = Buffer.from('\n');
        const log = garbage.flatMap((piece, index) => [
          piece,
          newline,
          logOf(events.slice(index, index + 1)),
        ]);
        fs.writeFileSync(folder.events, Buffer.concat(log));
        const record = readRun(folder);
        assert.equal(record.status, 'stopped');
        assert.equal(stageOf(record, 'student-1').series.length, 6);
        assert.equal(record.damage.damagedLines, garbage.filter((piece) => piece.length > 0).length);
      }),
      { numRuns: 50 },
    );
  });

  it('never throws over a flipped byte', () => {
    const whole = logOf(timed(SAMPLE_EVENTS));
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (position, change) => {
        const changed = Buffer.from(whole);
        changed[position] = (changed[position] ?? 0) ^ change;
        fs.writeFileSync(folder.events, changed);
        readRun(folder);
        summarizeRun(folder);
      }),
      { numRuns: 300 },
    );
  });

  it('of an empty or missing folder has no stages', () => {
    for (const empty of [folder, new RunFolder(`${folder.path}/none`)]) {
      const record = readRun(empty);
      assert.equal(record.status, 'crashed');
      assert.deepEqual(record.stages, []);
    }
  });

  describe('without an end', () => {
    const unfinished = SAMPLE_EVENTS.slice(0, 12);
    const itself = (): ProcessFile => describeThisProcess('/nowhere');

    it('is running while its process lives', () => {
      write(unfinished);
      writeJson(folder.process, itself());
      assert.equal(readRun(folder).status, 'running');
      assert.equal(stageOf(readRun(folder), 'student-1').status, 'running');
    });

    it('is paused after a pause, and running again after it', () => {
      writeJson(folder.process, itself());
      write([...unfinished, { type: 'paused' }]);
      assert.equal(readRun(folder).status, 'paused');
      write([...unfinished, { type: 'paused' }, { type: 'continued' }]);
      assert.equal(readRun(folder).status, 'running');
      write([...unfinished, { type: 'paused' }, { type: 'run-resumed' }]);
      assert.equal(readRun(folder).status, 'running');
    });

    it('has crashed when its process is gone, or its pid belongs to another process', () => {
      write([...unfinished, { type: 'paused' }]);
      writeJson(folder.process, { ...itself(), startToken: 'another' });
      const record = readRun(folder);
      assert.equal(record.status, 'crashed');
      assert.equal(stageOf(record, 'student-1').status, 'interrupted');
      assert.equal(stageOf(record, 'data').status, 'done');
    });

    it('of another computer is judged by the age of its last event', () => {
      writeJson(folder.process, { ...itself(), host: `not-${os.hostname()}` });
      write(unfinished);
      assert.equal(readRun(folder).status, 'crashed');
      const now: RunEvent = { type: 'heartbeat', time: Date.now() };
      fs.writeFileSync(folder.events, logOf([...timed(unfinished), now]));
      assert.equal(readRun(folder).status, 'running');
    });

    it('has crashed when nobody knows its process', () => {
      write(unfinished);
      assert.equal(readRun(folder).status, 'crashed');
      fs.writeFileSync(folder.process, '{"pid": 1');
      assert.equal(readRun(folder).status, 'crashed');
    });
  });

  it('has not ended when it was resumed after its end', () => {
    writeJson(folder.process, describeThisProcess('/nowhere'));
    write([...SAMPLE_EVENTS, { type: 'run-resumed' }]);
    const record = readRun(folder);
    assert.equal(record.status, 'running');
    assert.equal(record.endedAt, undefined);
    assert.equal(record.summary, undefined);
  });

  it('names a repeated warning once', () => {
    const warning = { type: 'warning', code: 'engine', message: 'slow' } as const;
    write([warning, { type: 'run-resumed' }, warning, { ...warning, message: 'slower' }]);
    assert.equal(readRun(folder).warnings.length, 2);
  });

  it('tells first what was read ahead, whole or in part, and what was appended since', () => {
    const pieces = Array.from({ length: 60 }, (_, index) => steps(10_000 * index + 1, 10_000 * (index + 1)));
    const log = logOf(timed(pieces));
    for (const readAhead of [0, 1, 2, 3, Infinity]) {
      fs.writeFileSync(folder.events, log);
      const follower = new RunFollower(folder);
      let done = 0;
      while (done < readAhead && follower.readAhead()) done++;
      assert.equal(done, readAhead === Infinity ? Math.ceil(log.length / (1 << 20)) : readAhead);
      fs.appendFileSync(folder.events, logOf(timed([steps(600_001, 600_005)])));
      assert.equal(follower.poll(), true);
      const { total } = stageOf(follower.record(), 'student-1').series;
      assert.deepEqual(
        total,
        Float32Array.from({ length: 600_005 }, (_, index) => index + 1),
      );
      assert.equal(follower.poll(), false);
      assert.equal(follower.readAhead(), false);
      fs.rmSync(folder.eventsIndex, { force: true });
    }
  });

  it('grows with the log, and begins anew with another', () => {
    const follower = new RunFollower(folder);
    assert.equal(follower.poll(), false);
    write([steps(1, 3)]);
    assert.equal(follower.poll(), true);
    assert.equal(follower.poll(), false);
    fs.appendFileSync(folder.events, logOf(timed([steps(4, 5)])));
    assert.equal(follower.poll(), true);
    assert.deepEqual([...stageOf(follower.record(), 'student-1').series.total], [1, 2, 3, 4, 5]);
    fs.truncateSync(folder.events, 0);
    assert.equal(follower.poll(), true);
    assert.deepEqual(follower.record().stages, []);
  });
});
