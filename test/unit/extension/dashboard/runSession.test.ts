import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { RunSession } from '../../../../src/extension/dashboard/runSession';
import type { Increment } from '../../../../src/protocol/dashboard';
import { RunModel } from '../../../../src/webview/pure/runModel';
import { RunFolder } from '../../../../src/runs';

describe('a run as a page sees it', () => {
  let temporary: string;
  let folder: RunFolder;
  const append = (...events: readonly object[]): void => {
    fs.appendFileSync(folder.events, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  };
  const open = (): RunSession => new RunSession(folder, { isTrusted: () => true });
  const epoch = (number: number, loss: number): object => ({
    type: 'epoch',
    time: 10 + number,
    stage: 'student-1',
    epoch: number,
    step: 2 * number,
    train: { loss, accuracy: 0.5 },
    best: true,
    seconds: 1,
  });
  const steps = (first: number, total: readonly (number | null)[]): object => ({
    type: 'steps',
    time: 20,
    stage: 'student-1',
    first,
    total,
    hard: total,
    learningRate: total.map(() => 0.01),
    examplesPerSecond: 100,
  });

  beforeEach(() => {
    temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'dashboard-'));
    folder = new RunFolder(path.join(temporary, 'run'));
    folder.create();
    append(
      {
        type: 'run-started',
        time: 1,
        version: 1,
        run: 'run',
        name: '<b>x</b>',
        stages: ['data', 'student-1'],
      },
      { type: 'stage-started', time: 2, stage: 'student-1', totalSteps: 8, totalEpochs: 4 },
      steps(1, [4, 3]),
      epoch(1, 3),
    );
  });

  afterEach(() => {
    fs.rmSync(temporary, { recursive: true, force: true });
  });

  it('is told once, then only what is new', () => {
    const session = open();
    assert.ok(session.poll().length > 0);
    assert.deepEqual(session.poll(), []);
    append(epoch(2, 2));
    const kinds = session.poll().map((increment) => increment.kind);
    assert.ok(kinds.includes('epochs'));
    assert.ok(!kinds.includes('warnings') && !kinds.includes('report'));
  });

  it('sums up to the same on a page that was there all along and on one that comes late', () => {
    const session = open();
    const early = new RunModel();
    const take = (increments: readonly Increment[]): void => {
      for (const increment of increments) early.apply(increment);
    };
    take(session.poll());
    append(epoch(2, 2), epoch(3, 1.5), steps(3, [2, null, 2]));
    take(session.poll());
    append(
      { type: 'run-resumed', time: 30 },
      { type: 'stage-started', time: 31, stage: 'student-1', resumedAtStep: 2 },
    );
    take(session.poll());
    append(epoch(2, 9));
    take(session.poll());

    const late = new RunModel();
    for (const increment of open().poll()) late.apply(increment);
    assert.deepEqual(early, late);
    assert.deepEqual(
      early.stages.get('student-1')?.epochs.map(({ train }) => train.loss),
      [3, 9],
    );
  });

  it('tells everything again when the page begins anew', () => {
    const session = open();
    const first = session.poll();
    session.restart();
    assert.deepEqual(session.poll(), first);
  });

  it('that has ended is looked at again when it goes on, or when asked to', () => {
    let isTrusted = false;
    const session = new RunSession(folder, { isTrusted: () => isTrusted });
    append({ type: 'run-ended', time: 40, status: 'stopped', summary: 'Stopped.' });
    session.poll();
    isTrusted = true;
    assert.deepEqual(session.poll(), []);
    session.refresh();
    assert.deepEqual(
      session.poll().map((increment) => increment.kind === 'run' && increment.run.trusted),
      [true],
    );
    append({ type: 'run-resumed', time: 50 });
    assert.equal(session.poll().length > 0, true);
  });

  it('tells what computes, as soon as that is on record', () => {
    const session = open();
    const engines = (): unknown[] =>
      session.poll().flatMap((increment) => (increment.kind === 'run' ? [increment.run.engine] : []));
    assert.deepEqual(engines(), [undefined]);
    fs.writeFileSync(folder.environment, JSON.stringify({ engine: { name: 'wasm', title: 'WebAssembly' } }));
    append(epoch(2, 2));
    assert.deepEqual(engines(), ['WebAssembly']);
  });

  it('answers with buckets, and with a gap where a loss was not finite', () => {
    append(steps(3, [2, null, 1]));
    const query = { stage: 'student-1', series: 'total', from: 1, to: 5, width: 10, smoothing: 0 } as const;
    const [buckets, absent] = open().answerSeries({ queries: [query, { ...query, series: 'soft' }] });
    assert.deepEqual([...(buckets?.minimum ?? [])], [4, 3, 2, NaN, 1]);
    assert.equal(absent, null);
  });

  it('answers of the latest attempt, also when that outgrew the one before between two looks', () => {
    const query = {
      stage: 'student-1',
      series: 'total',
      from: 1,
      to: 9000,
      width: 3,
      smoothing: 0.9,
    } as const;
    const session = open();
    append(steps(3, new Array<number>(3000).fill(5)));
    session.poll();
    session.answerSeries({ queries: [query] });
    append(
      {
        type: 'stage-started',
        time: 30,
        stage: 'student-1',
        totalSteps: 8,
        totalEpochs: 4,
        resumedAtStep: 2,
      },
      steps(3, new Array<number>(6000).fill(1)),
    );
    session.poll();
    const [answer] = session.answerSeries({ queries: [query] });
    assert.deepEqual([...(answer?.maximum ?? [])], [4, 1]);
    assert.deepEqual(answer, open().answerSeries({ queries: [query] })[0]);
  });

  it('writes every point into the CSV file', () => {
    append(steps(3, [2, null, 1]));
    const lines = [...open().csv()].join('').trim().split('\n');
    assert.equal(lines[0], 'stage,step,total,hard,soft,learningRate');
    assert.deepEqual(lines.slice(-2), ['student-1,4,,,,0.01', 'student-1,5,1,1,,0.01']);
    assert.equal(lines.length, 6);
  });

  it('follows a log, and begins again when it was replaced', () => {
    fs.writeFileSync(folder.log, 'one\ntwo\nthr');
    const session = open();
    const log = (): readonly string[] =>
      session.poll().flatMap((increment) => (increment.kind === 'log' ? increment.lines : []));
    assert.deepEqual(log(), ['one', 'two']);
    fs.appendFileSync(folder.log, 'ee\n');
    assert.deepEqual(log(), ['three']);
    fs.writeFileSync(folder.log, 'new\n');
    assert.deepEqual(log(), ['new']);
  });

  it('is missing when its folder is', () => {
    fs.rmSync(folder.path, { recursive: true });
    const [increment] = open().poll();
    assert.equal(increment?.kind === 'run' && increment.run.status, 'missing');
  });
});
