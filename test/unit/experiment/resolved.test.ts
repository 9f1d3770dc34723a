import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { editDistance, suggest } from '../../../src/common/suggestion';
import { fingerprint, needsTeacher, trainingFor } from '../../../src/experiment';
import { experimentOf, soundExperiment, textOf } from './support';

describe('the training settings of a network', () => {
  const { teacher } = soundExperiment();
  const general = {
    epochs: 20,
    optimizer: { type: 'sgd', learningRate: 0.2, momentum: 0.5 },
    schedule: { type: 'step', everyEpochs: 3 },
    clipNorm: 1,
  };

  it('are the general ones for the student, and for a teacher that changes nothing', () => {
    const experiment = experimentOf(textOf({ training: general }));
    assert.deepEqual(trainingFor(experiment, 'student'), experiment.training);
    assert.deepEqual(trainingFor(experiment, 'teacher'), experiment.training);
  });

  it('are replaced field by field for the teacher, optimizer and schedule as a whole', () => {
    const changes = { epochs: 5, optimizer: { type: 'sgd', nesterov: true }, schedule: { type: 'cosine' } };
    const experiment = experimentOf(
      textOf({ training: general, teacher: { ...teacher, training: changes } }),
    );
    assert.deepEqual(trainingFor(experiment, 'teacher'), {
      ...experiment.training,
      epochs: 5,
      optimizer: { type: 'sgd', learningRate: 0.05, momentum: 0.9, nesterov: true },
      schedule: { type: 'cosine', finalFraction: 0, warmupEpochs: 0 },
    });
    assert.equal(trainingFor(experiment, 'student').epochs, 20);
  });
});

describe('needsTeacher', () => {
  it('is true of soft targets only', () => {
    const methods = ['hinton', 'label-smoothing', 'labels'].filter((method) =>
      needsTeacher(experimentOf(textOf({ distillation: { method }, baseline: false }))),
    );
    assert.deepEqual(methods, ['hinton']);
  });
});

describe('fingerprint', () => {
  it('is the SHA-256 of the canonical JSON', () => {
    const canonical = '{"a":[1,{"x":null,"y":"é"}],"b":0.1,"c":true}';
    const expected = createHash('sha256').update(canonical).digest('hex');
    assert.equal(fingerprint({ c: true, b: 0.1, z: undefined, a: [1, { y: 'é', x: null }] }), expected);
  });

  it('does not depend on the order of fields, and tells different values apart', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue(), (object, other) => {
        const reversed = Object.fromEntries(Object.entries(object).reverse());
        assert.equal(fingerprint(reversed), fingerprint(object));
        const isSame = JSON.stringify(object) === JSON.stringify(other);
        if (!isSame && JSON.stringify(sorted(object)) !== JSON.stringify(sorted(other))) {
          assert.notEqual(fingerprint(object), fingerprint(other));
        }
      }),
    );
  });

  it('refuses what JSON cannot say', () => {
    for (const value of [NaN, Infinity, undefined, () => 1, new Map(), new Float32Array(2), { a: [NaN] }]) {
      assert.throws(() => fingerprint(value), TypeError);
    }
  });
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, field]) => [name, sorted(field)]);
}

describe('suggestions', () => {
  const distances: readonly (readonly [string, string, number])[] = [
    ['kitten', 'sitting', 3],
    ['', 'abc', 3],
    ['abc', 'acb', 1],
    ['flaw', 'lawn', 2],
    ['same', 'same', 0],
  ];
  for (const [a, b, distance] of distances) {
    it(`${JSON.stringify(a)} is ${distance} from ${JSON.stringify(b)}`, () => {
      assert.equal(editDistance(a, b), distance);
      assert.equal(editDistance(b, a), distance);
    });
  }

  it('name the nearest word, if any is near', () => {
    const words = ['temperature', 'alpha', 'epsilon', 'adam', 'adamw'];
    assert.equal(suggest('temprature', words), 'temperature');
    assert.equal(suggest('Alpha', words), 'alpha');
    assert.equal(suggest('adma', words), 'adam');
    assert.equal(suggest('adamww', words), 'adamw');
    assert.equal(suggest('momentum', words), undefined);
    assert.equal(suggest('', words), undefined);
  });
});
