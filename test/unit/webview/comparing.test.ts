import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ComparedRun } from '../../../src/protocol/dashboard';
import { paretoFront, settingColumns, sortRuns } from '../../../src/webview/pure/comparing';
import { fractionOf, secondsLeft } from '../../../src/webview/pure/progress';

function run(settings: Readonly<Record<string, string>>): ComparedRun {
  return {
    head: {
      folder: '/runs/a',
      id: 'a',
      name: 'a',
      status: 'done',
      settings: Object.entries(settings).map(([name, value]) => ({ name, value })),
      resumable: false,
      hasStudent: false,
      damagedLines: 0,
      trusted: true,
      hasProbes: false,
      hasLogits: false,
      hasTeacherMeans: false,
    },
    stages: [],
    epochs: [],
  };
}

describe('comparing runs', () => {
  const runs = [
    run({ T: '10', method: 'hinton' }),
    run({ T: '9', method: 'hinton', alpha: '0.5' }),
    run({ method: 'hinton' }),
  ];

  it('shows the settings that differ, missing ones too', () => {
    assert.deepEqual(
      settingColumns(runs, 'different').map(({ title }) => title),
      ['T', 'alpha'],
    );
    assert.equal(settingColumns(runs, 'all').length, 3);
  });

  it('sorts numbers as numbers, and runs without a value last both ways', () => {
    const [column] = settingColumns(runs, 'different');
    assert.ok(column);
    const order = (direction: 'ascending' | 'descending'): string[] =>
      sortRuns(runs, column, direction).map((each) => column.textOf(each));
    assert.deepEqual(order('ascending'), ['9', '10', '–']);
    assert.deepEqual(order('descending'), ['10', '9', '–']);
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
