import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Report } from '../../../src/protocol/report';
import {
  bestValue,
  type ComparedColumn,
  type ComparedRun,
  filterRuns,
  paretoFront,
  resultColumns,
  settingColumns,
  shortTitles,
  sortRuns,
} from '../../../src/webview/pure/comparing';
import {
  type Brush,
  isWithin,
  movedBrush,
  parallelAxes,
  titleLines,
} from '../../../src/webview/pure/parallel';
import { fractionOf, secondsLeft } from '../../../src/webview/pure/progress';
import { comparedRun } from './support/comparedRun';

describe('comparing runs', () => {
  const runs = [
    comparedRun({ T: '10', method: 'hinton' }),
    comparedRun({ T: '9', method: 'hinton', alpha: '0.5' }),
    comparedRun({ method: 'hinton' }),
  ];

  it('shows the settings that differ, missing ones too', () => {
    assert.deepEqual(
      settingColumns(runs, 'different').map(({ title }) => title),
      ['T', 'alpha'],
    );
    assert.equal(settingColumns(runs, 'all').length, 3);
  });

  it('shows engines that differ: times tell nothing then', () => {
    const computedBy = (engine: string): ComparedRun => {
      const plain = comparedRun({});
      return { ...plain, head: { ...plain.head, engine } };
    };
    const [column, ...others] = settingColumns([computedBy('wasm'), computedBy('native')], 'different');
    assert.equal(column?.title, 'engine');
    assert.deepEqual(others, []);
    assert.deepEqual(settingColumns([computedBy('wasm'), computedBy('wasm')], 'different'), []);
    assert.equal(filterRuns([computedBy('wasm'), computedBy('native')], 'engine=wasm', 'all').length, 1);
  });

  it('names settings by as much of their path as sets them apart', () => {
    const columns = settingColumns(
      [
        comparedRun({
          'training.epochs': '1',
          'teacher.training.epochs': '2',
          'student.model.hidden': '[3]',
          seeds: '1',
        }),
      ],
      'all',
    );
    assert.deepEqual(
      [...shortTitles(columns).values()],
      ['training.epochs', 'teacher.training.epochs', 'hidden', 'seeds'],
    );
    assert.deepEqual([...shortTitles(columns.slice(1)).values()], ['epochs', 'hidden', 'seeds']);
  });

  it('tells the difference with its interval, and the calibration error as the mean over the seeds', () => {
    const titles = [
      'student',
      'baseline',
      'teacher',
      'difference',
      'interval',
      'size',
      'latency',
      'calibration',
    ];
    const columns = resultColumns(
      Object.fromEntries([...titles, 'took'].map((title) => [title, title])) as Parameters<
        typeof resultColumns
      >[0],
    );
    const textOf = (title: string, report: Partial<Report>): string | undefined =>
      columns
        .find((column) => column.title === title)
        ?.textOf({ ...comparedRun({}), report: report as Report });
    const comparison = {
      seeds: [1, 2],
      differences: [0.01, 0.03],
      mean: 0.02,
      exampleInterval: [-0.01, 0.05],
    } as const;
    const students = [0.02, 0.04].map((calibrationError) => ({ test: { calibrationError } }));
    assert.equal(textOf('difference', { comparison }), '+2.00');
    assert.equal(textOf('interval', { comparison }), '−1.00 … +5.00');
    assert.equal(
      textOf('interval', { comparison: { ...comparison, interval: [0.005, 0.035] } }),
      '+0.50 … +3.50',
    );
    assert.equal(textOf('interval', {}), '–');
    assert.equal(textOf('calibration', { students: students as unknown as Report['students'] }), '3.00');
  });

  it('knows the best value of a column, where one is better than another', () => {
    const column = (better?: 'higher' | 'lower'): ComparedColumn => ({
      key: 'T',
      title: 'T',
      kind: 'result',
      ...(better && { better }),
      valueOf: ({ head }) =>
        Number(head.settings.find(({ name }) => name === 'T')?.value ?? NaN) || undefined,
      textOf: () => '',
    });
    assert.equal(bestValue(runs, column('higher')), 10);
    assert.equal(bestValue(runs, column('lower')), 9);
    assert.equal(bestValue(runs, column()), undefined);
    assert.equal(bestValue(runs.slice(1), column('higher')), undefined);
  });

  it('sorts numbers as numbers, and runs without a value last both ways', () => {
    const [column] = settingColumns(runs, 'different');
    assert.ok(column);
    const order = (direction: 'ascending' | 'descending'): string[] =>
      sortRuns(runs, column, direction).map((each) => column.textOf(each));
    assert.deepEqual(order('ascending'), ['9', '10', '–']);
    assert.deepEqual(order('descending'), ['10', '9', '–']);
  });

  it('sorts texts by the numbers in them', () => {
    const widths = ['[128]', '[32]', '[64, 8]'].map((hidden) => comparedRun({ hidden }));
    const [column] = settingColumns(widths, 'different');
    assert.ok(column);
    assert.deepEqual(
      sortRuns(widths, column, 'ascending').map((each) => column.textOf(each)),
      ['[32]', '[64, 8]', '[128]'],
    );
    assert.deepEqual(
      parallelAxes(widths, [column])[0]?.ticks.map(({ text }) => text),
      ['[32]', '[64, 8]', '[128]'],
    );
  });

  it('finds the runs that no other beats', () => {
    const points = fc.array(fc.record({ cost: fc.nat(20), quality: fc.nat(20) }), { maxLength: 30 });
    fc.assert(
      fc.property(points, (all) => {
        const best = paretoFront(all);
        const front = all.filter((_, index) => best[index]);
        if (all.length > 0) assert.ok(front.length > 0);
        for (const [index, point] of all.entries()) {
          const beaten = front.some(
            (other) =>
              other.cost <= point.cost &&
              other.quality >= point.quality &&
              (other.cost !== point.cost || other.quality !== point.quality),
          );
          assert.equal(best[index], !beaten);
        }
      }),
    );
  });
});

describe('progress of a stage', () => {
  it('counts steps, else what the stage counts itself', () => {
    const stage = { stage: 'teacher', status: 'running', step: 25, totalSteps: 100 } as const;
    assert.equal(fractionOf(stage), 0.25);
    assert.equal(
      fractionOf({
        stage: 'data',
        status: 'running',
        step: 0,
        progress: { done: 1, total: 2, unit: 'bytes' },
      }),
      0.5,
    );
    assert.equal(fractionOf({ stage: 'data', status: 'running', step: 0 }), undefined);
    assert.equal(fractionOf({ ...stage, status: 'reused' }), 1);
  });

  it('takes as long as its examples take', () => {
    const stage = {
      stage: 'teacher',
      status: 'running',
      step: 25,
      totalSteps: 100,
      examplesPerSecond: 300,
    } as const;
    assert.equal(secondsLeft(stage, 32), 8);
    assert.equal(secondsLeft({ ...stage, status: 'done' }, 32), undefined);
    assert.equal(secondsLeft(stage, undefined), undefined);
  });
});

describe('filtering compared runs', () => {
  const starred = comparedRun({ T: '4', method: 'hinton' });
  const runs = [
    { ...starred, head: { ...starred.head, starred: true, tags: ['Baseline'] } },
    comparedRun({ T: '8', method: 'hinton' }),
  ];

  it('wants every word, in any case, of tags and settings too', () => {
    assert.deepEqual(filterRuns(runs, ' HINTON t=8 ', 'all'), [runs[1]]);
    assert.deepEqual(filterRuns(runs, 'baseline', 'all'), [runs[0]]);
    assert.deepEqual(filterRuns(runs, 'hinton nothing', 'all'), []);
  });

  it('keeps to the starred ones when asked', () => {
    assert.deepEqual(filterRuns(runs, '', 'starred'), [runs[0]]);
  });
});

describe('parallel coordinates', () => {
  it('have long titles in two lines of like length', () => {
    assert.deepEqual(titleLines('temperature'), ['temperature']);
    assert.deepEqual(titleLines('Calibration error, %'), ['Calibration', 'error, %']);
    assert.deepEqual(titleLines('one two three four'), ['one two', 'three four']);
    assert.deepEqual(titleLines('inseparableTitle'), ['inseparableTitle']);
  });

  const runs = [
    comparedRun({ T: '4', method: 'hinton', same: '1' }),
    comparedRun({ T: '8', method: 'dkd', same: '1' }),
    comparedRun({ T: '20', method: 'hinton', same: '1' }),
    comparedRun({ method: 'hinton', same: '1' }),
  ];
  const axes = parallelAxes(runs, settingColumns(runs, 'all'));

  it('have an axis for what differs, of numbers or of words', () => {
    assert.deepEqual(
      axes.map(({ column, low, high, ticks }) => [column.title, low, high, ticks.map(({ text }) => text)]),
      [
        ['T', 4, 20, ['4', '20']],
        ['method', 0, 1, ['dkd', 'hinton']],
      ],
    );
  });

  it('keep the runs within all brushes, and none without a value there', () => {
    const within = (...brushes: Brush[]): string[] =>
      runs.filter((each) => isWithin(each, axes, brushes)).map(({ head }) => head.settings[0]?.value ?? '');
    const [temperature, method] = axes.map(({ column }) => column.key);
    const warm = { key: temperature ?? '', low: 8, high: 20 };
    assert.deepEqual(within(warm), ['8', '20']);
    assert.deepEqual(within(warm, { key: method ?? '', low: 0.5, high: 1 }), ['20']);
    assert.deepEqual(within({ key: 'not shown', low: 0, high: 0 }).length, 4);
  });

  it('are brushed by keyboard without leaving the axis', () => {
    const [axis] = axes;
    assert.ok(axis);
    fc.assert(
      fc.property(fc.array(fc.constantFrom('up', 'down', 'grow', 'shrink'), { minLength: 1 }), (moves) => {
        let brush: Brush | undefined;
        for (const move of moves) {
          const before: Brush | undefined = brush;
          const after = movedBrush(axis, before, move);
          assert.ok(after.low >= 4 - 1e-9 && after.low <= after.high && after.high <= 20 + 1e-9);
          if (before && (move === 'up' || move === 'down')) {
            assert.ok(Math.abs(after.high - after.low - (before.high - before.low)) < 1e-9);
          }
          brush = after;
        }
      }),
    );
  });
});
