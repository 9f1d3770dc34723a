import assert from 'node:assert/strict';
import { checkAgainstData, methodRules, parseOverride, type DataSummary } from '../../../src/experiment';
import { experimentOf, onlyOf, pointedAt, soundExperiment, textOf } from './support';

const images: DataSummary = {
  trainCount: 1000,
  validationCount: 100,
  testCount: 200,
  inputShape: [8, 8, 1],
  classes: 10,
};
const rows: DataSummary = { ...images, inputShape: [64] };
const { dataset, teacher } = soundExperiment();
const student = (model: object) => ({ student: { model } });

interface Case {
  readonly title: string;
  readonly changes: object;
  readonly data: DataSummary;
  readonly at: string;
  readonly says: RegExp;
  readonly mend: RegExp;
}

const cases: readonly Case[] = [
  {
    title: 'a batch larger than the training split',
    changes: { training: { batchSize: 1001 } },
    data: images,
    at: '1001',
    says: /batchSize is 1001, but the training split has only 1000 examples/,
    mend: /less than 1000/,
  },
  {
    title: "a teacher's batch larger than the training split",
    changes: { teacher: { ...teacher, training: { batchSize: 2000 } } },
    data: images,
    at: '2000',
    says: /^teacher\.training\.batchSize is 2000/,
    mend: /less than 1000/,
  },
  {
    title: 'too few classes for the method',
    changes: { distillation: { method: 'hinton' } },
    data: { ...images, classes: 1 },
    at: '"hinton"',
    says: /"hinton" needs at least 2 classes, but the data has 1/,
    mend: /labels/,
  },
  {
    title: 'class names that are too few',
    changes: { dataset: { ...dataset, classNames: ['a', 'b'] } },
    data: images,
    at: '[\n      "a",\n      "b"\n    ]',
    says: /names 2 classes, but the data has 10/,
    mend: /10 names/,
  },
  {
    title: 'a convolutional network on rows of features',
    changes: student({ type: 'cnn' }),
    data: rows,
    at: '"cnn"',
    says: /student is a "cnn", which needs images .* shape \[64\]/,
    mend: /\[8, 8, 1\]/,
  },
  {
    title: 'a residual network on rows of colour pixels',
    changes: student({ type: 'resnet' }),
    data: { ...images, inputShape: [3072] },
    at: '"resnet"',
    says: /needs images/,
    mend: /\[32, 32, 3\]/,
  },
  {
    title: 'an inline convolution on rows of features',
    changes: student({
      type: 'layers',
      layers: [
        { layer: 'conv2d', filters: 4, kernelSize: 3 },
        { layer: 'dense', units: 'classes' },
      ],
    }),
    data: rows,
    at: '"conv2d"',
    says: /layers\[0\] is a "conv2d", which needs images/,
    mend: /inputShape/,
  },
  {
    title: 'more pooling than pixels',
    changes: student({ type: 'cnn', filters: [4, 4, 4, 4] }),
    data: images,
    at: '[\n        4,\n        4,\n        4,\n        4\n      ]',
    says: /4 blocks.* 8×8 pixels nothing is left after 3/,
    mend: /at most 3/,
  },
  {
    title: 'an input shape of another size',
    changes: { dataset: { ...dataset, inputShape: [28, 28, 1] } },
    data: rows,
    at: '[\n      28,\n      28,\n      1\n    ]',
    says: /\[28, 28, 1\] holds 784 values, but an example of the data has 64/,
    mend: /product is 64/,
  },
  {
    title: 'shifts of what is no image',
    changes: { training: { augmentation: { shift: 2 } } },
    data: rows,
    at: '2',
    says: /augmentation\.shift is for images/,
    mend: /noise/,
  },
  {
    title: 'mirroring of what is no image',
    changes: { training: { augmentation: { flip: true, noise: 0.1 } } },
    data: rows,
    at: 'true',
    says: /augmentation\.flip is for images/,
    mend: /noise/,
  },
  {
    title: 'shifts out of sight',
    changes: { training: { augmentation: { shift: 8 } } },
    data: images,
    at: '8',
    says: /out of sight/,
    mend: /at most 2/,
  },
  {
    title: 'a last layer with other units than classes',
    changes: student({ type: 'layers', layers: [{ layer: 'dense', units: 7 }] }),
    data: images,
    at: '7',
    says: /units is 7, but the data has 10 classes/,
    mend: /"classes"/,
  },
  {
    title: 'a share of validation that is nobody',
    changes: { dataset: { ...dataset, validation: 0.001 } },
    data: { ...images, validationCount: 0 },
    at: '0.001',
    says: /of 1000 training examples is none/,
    mend: /Hold out more/,
  },
  {
    title: 'an empty test set',
    changes: { dataset: { ...dataset, test: 0.0001 } },
    data: { ...images, testCount: 0 },
    at: '0.0001',
    says: /test set has no examples/,
    mend: /./,
  },
  {
    title: 'more probes than examples',
    changes: { record: { probesPerClass: 101 } },
    data: images,
    at: '101',
    says: /more than the 1000 training examples/,
    mend: /at most 100/,
  },
];

describe('checks against the data', () => {
  it('find nothing where all agrees', () => {
    const changes = { ...student({ type: 'cnn' }), training: { augmentation: { shift: 1, flip: true } } };
    const text = textOf(changes);
    assert.deepEqual(checkAgainstData(experimentOf(text), text, 'x', images), []);
  });

  for (const { title, changes, data, at, says, mend } of cases) {
    it(`find ${title}`, () => {
      const text = textOf(changes);
      const found = onlyOf(checkAgainstData(experimentOf(text), text, 'x', data));
      assert.match(found.message, says);
      assert.match(found.mend ?? '', mend);
      assert.equal(pointedAt(text, found), at);
    });
  }

  it('only warn of a batch larger than the training split, which the default may be', () => {
    const text = textOf();
    const found = onlyOf(checkAgainstData(experimentOf(text), text, 'x', { ...images, trainCount: 90 }));
    assert.equal(found.severity, 'warning');
    assert.match(found.message, /batchSize is 128, but the training split has only 90 examples/);
  });

  it('name the override that a value comes from', () => {
    const text = textOf();
    const change = 'training.batchSize=5000';
    const experiment = experimentOf(text, [change]);
    const found = onlyOf(checkAgainstData(experiment, text, 'x', images, [parseOverride(change)]));
    assert.equal(found.override, change);
    assert.equal(found.value, 5000);
  });

  it('ask for two classes at least, whatever the method', () => {
    for (const rule of Object.values(methodRules)) assert.ok(rule.minimumClasses >= 2);
  });
});
