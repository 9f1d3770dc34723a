import assert from 'node:assert/strict';
import type { Comparison } from '../../../src/protocol/report';
import { judge, type Evidence } from '../../../src/trainer/report/verdict';

function evidenceOf(comparison: Omit<Comparison, 'seeds'>, method = 'hinton'): Evidence {
  return {
    method,
    comparison: { seeds: comparison.differences.map((_, index) => index + 1), ...comparison },
    studentAccuracy: { mean: 0.979 },
    testExamples: 10_000,
    baselineWanted: true,
  };
}

describe('judge', () => {
  it('says helped when the interval over seeds lies above 0', () => {
    const evidence = evidenceOf({
      differences: [0.003, 0.0045, 0.0051],
      mean: 0.0042,
      interval: [0.0011, 0.0073],
      exampleInterval: [-1, 1],
    });
    assert.deepEqual(judge(evidence), {
      kind: 'helped',
      sentence:
        'Distillation helped: +0.42 points of test accuracy over 3 seeds (95 % interval +0.11 to +0.73).',
    });
  });

  it('says did not help when it lies below 0', () => {
    const evidence = evidenceOf({
      differences: [-0.002, -0.003, -0.004],
      mean: -0.003,
      interval: [-0.005, -0.001],
      exampleInterval: [-1, 1],
    });
    assert.deepEqual(judge(evidence), {
      kind: 'hurt',
      sentence:
        'Distillation did not help here (−0.30 points of test accuracy over 3 seeds, 95 % interval −0.50 to −0.10).',
    });
  });

  it('says no clear difference when it holds 0, also on its edge', () => {
    for (const interval of [
      [-0.002, 0.003],
      [0, 0.003],
      [-0.003, 0],
    ] as const) {
      const { kind, sentence } = judge(
        evidenceOf({ differences: [0, 0.001], mean: 0.0005, interval, exampleInterval: [0.1, 0.2] }),
      );
      assert.equal(kind, 'no-clear-difference');
      assert.match(
        sentence,
        /^No clear difference: \+0\.05 points of test accuracy over 2 seeds \(95 % interval/,
      );
    }
  });

  it('judges one seed on the test examples, and says that it can’t tell merit from luck', () => {
    const one = (exampleInterval: readonly [number, number]) =>
      judge(evidenceOf({ differences: [0.0042], mean: 0.0042, exampleInterval }));
    assert.deepEqual(one([0.0011, 0.0073]), {
      kind: 'helped',
      sentence:
        "Distillation helped with the one seed tried: +0.42 points of test accuracy (95 % interval over 10,000 test examples +0.11 to +0.73); one seed can't tell merit from luck.",
    });
    assert.equal(one([-0.001, 0.0073]).kind, 'no-clear-difference');
    assert.match(one([-0.002, -0.001]).sentence, /^Distillation did not help with the one seed tried/);
  });

  it('does not take a spread of nothing for certainty: equal differences are judged on test examples', () => {
    const alike = (exampleInterval: readonly [number, number]) =>
      judge(
        evidenceOf({
          differences: [0.0028, 0.0028, 0.0028],
          mean: 0.0028,
          standardDeviation: 0,
          interval: [0.0028, 0.0028],
          exampleInterval,
        }),
      );
    const { kind, sentence } = alike([-0.006, 0.012]);
    assert.equal(kind, 'no-clear-difference');
    assert.match(
      sentence,
      /\+0\.28 points of test accuracy with each of 3 seeds \(95 % interval over 10,000 test examples −0\.60 to \+1\.20\)/,
    );
    assert.equal(alike([0.001, 0.005]).kind, 'helped');
  });

  it('names what was tried when it is no distillation', () => {
    const comparison = {
      differences: [0.01, 0.02],
      mean: 0.015,
      interval: [0.01, 0.02],
      exampleInterval: [0, 1],
    } as const;
    assert.match(judge(evidenceOf(comparison, 'label-smoothing')).sentence, /^Label smoothing helped: /);
    assert.match(judge(evidenceOf(comparison, 'labels')).sentence, /^Training with labels only helped: /);
  });

  it('says why nothing was compared', () => {
    const evidence = { method: 'hinton', studentAccuracy: { mean: 0.979 }, testExamples: 100 };
    assert.deepEqual(judge({ ...evidence, baselineWanted: false }), {
      kind: 'not-compared',
      sentence:
        'Not compared: the experiment has no baseline, so what distillation adds is unknown; the student answers 97.90 % of the test examples rightly.',
    });
    assert.match(
      judge({ ...evidence, baselineWanted: true }).sentence,
      /no seed has both a student and a baseline/,
    );
  });
});
