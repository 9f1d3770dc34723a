import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { UserError } from '../../../src/common/errors';
import type { NewRunEvent } from '../../../src/protocol/events';
import {
  annotate,
  describeThisProcess,
  OutlineFollower,
  readAnnotations,
  RunFolder,
  RunWriter,
  summarize,
  summarizeRun,
} from '../../../src/runs';
import { epoch, logOf, SAMPLE_EVENTS, softTargets, steps, timed } from './sampleRun';
import { temporaryFolder } from './temporaryFolder';

const RUN = '20261124-084702-123-digits-7f3a';

describe('the summary of a run', () => {
  const temporary = temporaryFolder();
  let folder: RunFolder;

  const write = (events: readonly NewRunEvent[]): void => {
    const writer = RunWriter.open(folder);
    for (const event of events) writer.append(event);
    writer.close();
  };
  const writeJson = (file: string, value: unknown): void => {
    fs.writeFileSync(file, JSON.stringify(value));
  };
  const started = (stages: (NewRunEvent & { type: 'run-started' })['stages']): NewRunEvent => {
    return { type: 'run-started', version: 1, run: RUN, name: 'digits', stages };
  };

  beforeEach(() => {
    folder = RunFolder.of(temporary(), RUN);
    folder.create();
  });

  it('says what the record says of a run that was stopped', () => {
    write(SAMPLE_EVENTS);
    writeJson(folder.experiment, {
      source: '/somewhere/digits.distill.json',
      overrides: [],
      scope: 'full',
      cache: 'use',
      experiment: { distillation: { method: 'soft-targets', temperature: 4, alpha: 0.9 }, seeds: [1, 2] },
    });
    const { startedAt, lastEventAt, endedAt, ...summary } = summarize(folder);
    assert.ok(startedAt !== undefined && endedAt !== undefined && startedAt <= endedAt);
    assert.equal(lastEventAt, endedAt);
    assert.deepEqual(summary, {
      id: RUN,
      name: 'digits – größer "2"',
      experimentFile: '/somewhere/digits.distill.json',
      status: 'stopped',
      sentence: 'Stopped by the user.',
      settings: { method: 'soft-targets', temperature: 4, alpha: 0.9, seeds: [1, 2], scope: 'full' },
      results: {},
      warnings: 1,
      resumable: true,
      hasStudent: true,
    });
  });

  it('takes its results from the report', () => {
    write([started(['report']), { type: 'run-ended', status: 'done', summary: 'It helped.' }]);
    const network = (accuracy: number, bytes: number, p50: number): object => ({
      test: { accuracy },
      cost: { bytes, latency: { p50, p95: 9 } },
    });
    writeJson(folder.reportJson, {
      version: 1,
      teacher: network(0.99, 4000, 8),
      students: [network(0.96, 1000, 2), network(0.98, 3000, 3)],
      studentAccuracy: { mean: 0.97 },
      baselineAccuracy: { mean: 0.95 },
      comparison: { mean: 0.02 },
      compression: { parameters: 12.5, bytes: 2 },
      speedUp: { latency: 3.5, throughput: 4 },
      verdict: { kind: 'helped', sentence: 'It helped.' },
    });
    const { verdict, results, resumable } = summarize(folder);
    assert.deepEqual(
      { verdict, results, resumable },
      {
        verdict: 'helped',
        resumable: false,
        results: {
          teacherAccuracy: 0.99,
          studentAccuracy: 0.97,
          baselineAccuracy: 0.95,
          difference: 0.02,
          compression: 12.5,
          speedUp: 3.5,
          studentBytes: 2000,
          studentLatency: 2.5,
        },
      },
    );
  });

  it('tells how far a live run is, over all that it plans', () => {
    const training: NewRunEvent = {
      type: 'stage-started',
      stage: 'student-1',
      totalSteps: 20,
      totalEpochs: 4,
    };
    writeJson(folder.process, describeThisProcess('nowhere'));
    write([started(['data', 'student-1', 'baseline-1', 'report']), training]);
    assert.deepEqual(summarize(folder).live, {
      stage: 'student-1',
      epoch: 0,
      totalEpochs: 4,
      step: 0,
      totalSteps: 20,
      fraction: 0,
    });
    write([steps(1, 10), { ...epoch(1, 5), seconds: 2 } as NewRunEvent, epoch(2, 10)]);
    assert.deepEqual(summarize(folder).live, {
      stage: 'student-1',
      epoch: 2,
      totalEpochs: 4,
      step: 10,
      totalSteps: 20,
      accuracy: 0.5,
      fraction: 0.25,
      // Half of the student and all of its baseline: six epochs of 1.5 s.
      secondsLeft: 9,
    });
  });

  it('never throws, whatever the files hold', () => {
    const files = [
      folder.events,
      folder.experiment,
      folder.process,
      folder.reportJson,
      path.join(folder.path, 'annotations.json'),
    ];
    const report = fc.record({
      version: fc.constant(1),
      verdict: fc.oneof(fc.jsonValue(), fc.constant({ kind: 'helped' })),
      students: fc.jsonValue(),
      studentAccuracy: fc.jsonValue(),
    });
    const content = fc.oneof(
      fc.json(),
      fc.string(),
      report.map((value) => JSON.stringify(value)),
      fc.subarray([...SAMPLE_EVENTS]).map((events) => logOf(timed(events)).toString('latin1').slice(0, -20)),
    );
    fc.assert(
      fc.property(fc.tuple(content, content, content, content, content), (contents) => {
        for (const [number, file] of files.entries()) fs.writeFileSync(file, contents[number] ?? '');
        const summary = summarize(folder);
        const { tags } = readAnnotations(folder);
        assert.equal(summary.id, RUN);
        assert.equal(Array.isArray(tags), true);
        assert.ok(Object.values(summary.results).every((value) => typeof value === 'number'));
      }),
      { numRuns: 300 },
    );
  });

  it('follows as well as it reads at once, wherever the log is cut in two', () => {
    const log = logOf(timed([...SAMPLE_EVENTS, steps(1, 6), softTargets(1, 6), epoch(2, 6)]));
    fc.assert(
      fc.property(fc.nat(log.length), (length) => {
        fs.writeFileSync(folder.events, log.subarray(0, length));
        const follower = new OutlineFollower(folder);
        follower.outline();
        fs.appendFileSync(folder.events, log.subarray(length));
        assert.deepEqual(follower.outline(), summarizeRun(folder));
      }),
      { numRuns: 100 },
    );
  });
});

describe('annotations', () => {
  const temporary = temporaryFolder();

  it('keep what another window wrote meanwhile', () => {
    const folder = new RunFolder(temporary());
    annotate(folder, { starred: true });
    annotate(folder, { name: 'best', tags: ['a', 'b', 'a'] });
    assert.deepEqual(annotate(folder, { archived: true }), {
      name: 'best',
      tags: ['a', 'b'],
      starred: true,
      archived: true,
    });
    annotate(folder, { name: '' });
    assert.deepEqual(readAnnotations(folder), { tags: ['a', 'b'], starred: true, archived: true });
  });

  it('are text, whatever they hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), fc.uniqueArray(fc.string()), (name, tags) => {
        const folder = new RunFolder(temporary());
        annotate(folder, { name, tags });
        assert.deepEqual(readAnnotations(folder), { name, tags, starred: false, archived: false });
      }),
      { numRuns: 50 },
    );
  });

  it('tell why they can not be written', () => {
    const folder = new RunFolder(path.join(temporary(), 'gone'));
    assert.throws(() => annotate(folder, { starred: true }), UserError);
  });
});
