import assert from 'node:assert/strict';
import fs from 'node:fs';
import fc from 'fast-check';
import type { NewRunEvent } from '../../../src/protocol/events';
import { readRun, RunFolder, type RunRecord, summarizeRun } from '../../../src/runs';
import { checkpoint, epoch, logOf, SAMPLE_EVENTS, steps, timed } from './sampleRun';
import { temporaryFolder } from './temporaryFolder';

const BEYOND_OUTLINE = new Set(['probes', 'teacherSoftTargets', 'series', 'attempt', 'softTargets']);

function withoutArrays(object: object): object {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !BEYOND_OUTLINE.has(name)));
}

function outlineOf(record: RunRecord): object {
  return { ...withoutArrays(record), stages: record.stages.map(withoutArrays) };
}

describe('the outline of a run', () => {
  const temporary = temporaryFolder();
  let folder: RunFolder;
  const write = (events: readonly NewRunEvent[]): void => {
    fs.writeFileSync(folder.events, logOf(timed(events)));
  };

  beforeEach(() => {
    folder = new RunFolder(temporary());
  });

  it('says the same as the record', () => {
    write(SAMPLE_EVENTS);
    assert.deepEqual(summarizeRun(folder), outlineOf(readRun(folder)));
  });

  it('says the same of any interleaving of attempts', () => {
    const event = fc.oneof(
      fc
        .record({ first: fc.integer({ min: 1, max: 30 }), length: fc.integer({ min: 1, max: 9 }) })
        .map((range) => steps(range.first, range.first + range.length - 1)),
      fc.integer({ min: 0, max: 30 }).map((resumedAtStep): NewRunEvent => {
        return { type: 'stage-started', stage: 'student-1', resumedAtStep };
      }),
      fc.constantFrom<NewRunEvent>({ type: 'heartbeat' }, epoch(1, 10), checkpoint(10), epoch(2, 20)),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 20 }), (events) => {
        write([...events, { type: 'heartbeat' }]);
        assert.deepEqual(summarizeRun(folder), outlineOf(readRun(folder)));
      }),
      { numRuns: 100 },
    );
  });
});
