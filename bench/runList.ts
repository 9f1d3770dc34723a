import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { count, duration } from '../src/common/format';
import { EVENT_LOG_VERSION, type NewRunEvent } from '../src/protocol/events';
import { RunList } from '../src/extension/records/runList';
import { RunFolder } from '../src/runs';
import type { Figure } from './figure';
import { inTemporaryFolder } from './temporaryFolder';

const RUNS = 10_000;
const EPOCHS = 20;
const STEPS_AN_EPOCH = 50;

interface Listing {
  readonly firstRowsSeconds: number;
  readonly firstRows: number;
  /** Until all is compared with the disk, and the index written. */
  readonly allSeconds: number;
  readonly longestBlockSeconds: number;
}

/** The run explorer's list, of a folder with very many runs. */
export const runList: Figure = {
  key: 'runList',
  title: `A list of ${count(RUNS)} runs`,
  measure: () =>
    inTemporaryFolder(async (temporary) => {
      const distillery = path.join(temporary, '.distillery');
      for (let run = 0; run < RUNS; run++) writeRun(distillery, run);
      const withoutIndex = await list(distillery);
      const withIndex = await list(distillery);
      const row = (name: string, listing: Listing): string[] => [
        name,
        duration(listing.firstRowsSeconds),
        count(listing.firstRows),
        duration(listing.allSeconds),
        duration(listing.longestBlockSeconds),
      ];
      return {
        columns: [
          '',
          'First rows after',
          'How many',
          'All compared with the disk',
          'Longest block of the event loop',
        ],
        rows: [row('Without an index', withoutIndex), row('With an index', withIndex)],
        values: { runs: RUNS, withoutIndex, withIndex },
      };
    }),
};

async function list(distillery: string): Promise<Listing> {
  const problems: unknown[] = [];
  const runs = new RunList(distillery, {
    onReplaced: () => undefined,
    onChanged: () => undefined,
    onUnreadable: (problem) => problems.push(problem),
    onProblem: (problem) => problems.push(problem),
  });
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const start = performance.now();
  await runs.load().firstRows;
  const firstRows = runs.entries().length;
  const firstRowsSeconds = (performance.now() - start) / 1000;
  await runs.settled();
  const allSeconds = (performance.now() - start) / 1000;
  delay.disable();
  const found = runs.entries().length;
  if (found !== RUNS) throw new Error(`Of ${RUNS} runs, ${found} were listed.`);
  if (problems.length > 0) throw problems[0];
  return { firstRows, firstRowsSeconds, allSeconds, longestBlockSeconds: delay.max / 1e9 };
}

function writeRun(distillery: string, number: number): void {
  const folder = RunFolder.of(distillery, `20260101-000000-000-digits-${String(number).padStart(5, '0')}`);
  mkdirSync(folder.path, { recursive: true });
  const lines = eventsOf(folder.id).map((event, index) => JSON.stringify({ ...event, time: 1e12 + index }));
  writeFileSync(folder.events, `${lines.join('\n')}\n`);
  writeFileSync(folder.experiment, EXPERIMENT);
  writeFileSync(folder.reportJson, REPORT);
}

const EXPERIMENT = JSON.stringify({
  source: '/experiments/digits.distill.json',
  overrides: [],
  scope: 'full',
  cache: 'use',
  experiment: { distillation: { method: 'soft-targets', temperature: 4, alpha: 0.9 }, seeds: [1] },
});

const REPORT = JSON.stringify({
  version: 1,
  studentAccuracy: { mean: 0.97 },
  baselineAccuracy: { mean: 0.95 },
  comparison: { mean: 0.02 },
  students: [{ cost: { bytes: 40_000, latency: { p50: 0.5, p95: 0.9 } } }],
  verdict: { kind: 'helped', sentence: 'It helped.' },
});

function eventsOf(run: string): NewRunEvent[] {
  const stage = 'student-1';
  const losses = Array.from({ length: STEPS_AN_EPOCH }, (_, index) => 2 - index / 64);
  const epochs = Array.from({ length: EPOCHS }, (_, index): NewRunEvent[] => {
    const metrics = { loss: 1.25, accuracy: 0.875 };
    return [
      {
        type: 'steps',
        stage,
        first: index * STEPS_AN_EPOCH + 1,
        total: losses,
        hard: losses,
        soft: losses,
        learningRate: losses.map(() => 0.001),
        examplesPerSecond: 51_200,
      },
      {
        type: 'epoch',
        stage,
        epoch: index + 1,
        step: (index + 1) * STEPS_AN_EPOCH,
        train: metrics,
        validation: metrics,
        best: true,
        seconds: 1.25,
      },
    ];
  });
  return [
    { type: 'run-started', version: EVENT_LOG_VERSION, run, name: 'digits', stages: [stage] },
    { type: 'stage-started', stage, totalSteps: EPOCHS * STEPS_AN_EPOCH, totalEpochs: EPOCHS },
    ...epochs.flat(),
    { type: 'stage-ended', stage, status: 'done', seconds: 25, summary: '97.0 %' },
    { type: 'run-ended', status: 'done', summary: 'It helped.' },
  ];
}
