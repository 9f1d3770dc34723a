import { Random, RandomStream } from '../../../src/common/random';
import { experimentSchema, type ExperimentInput } from '../../../src/experiment/schema/experiment';
import type { Cost } from '../../../src/protocol/report';
import type { ReportInput, SeededMeasurements } from '../../../src/trainer/report/input';

/** Made-up measurements whose accuracies are known exactly: what a report is built from in these tests. */

export const CLASSES = 4;
export const TEST_EXAMPLES = 1000;
export const TRAIN_EXAMPLES = 200;

export function labelsOf(count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, index) => index % CLASSES);
}

/** Logits that answer the examples from `firstWrong` on with the next class, the others rightly, with this margin. */
export function logitsOf(count: number, wrong: number, margin = 5): Float32Array {
  const logits = new Float32Array(count * CLASSES);
  const noise = new Random(7, RandomStream.probes);
  for (const [example, label] of labelsOf(count).entries()) {
    for (let index = 0; index < CLASSES; index++) logits[example * CLASSES + index] = noise.nextUniform();
    const answer = example < wrong ? (label + 1) % CLASSES : label;
    logits[example * CLASSES + answer] = margin;
  }
  return logits;
}

export function costOf(parameters: number): Cost {
  return {
    parameters,
    bytes: parameters * 4 + 2000,
    latency: { p50: parameters / 1e6, p95: parameters / 5e5 },
    throughput: 1e10 / parameters,
  };
}

/** A network with so many errors on the test set and on the training sample. */
export function networkOf(
  seed: number,
  testErrors: number,
  trainErrors: number,
  parameters: number,
): SeededMeasurements {
  return {
    seed,
    testLogits: logitsOf(TEST_EXAMPLES, testErrors),
    trainLogits: logitsOf(TRAIN_EXAMPLES, trainErrors),
    cost: costOf(parameters),
    keptEpoch: 9 + seed,
    trainingSeconds: 12.5,
    modelFolder: `models/${seed}`,
  };
}

export function experimentOf(changes: Partial<ExperimentInput> = {}): ReportInput['experiment'] {
  return experimentSchema.parse({
    name: 'sample',
    dataset: { format: 'csv', train: 'sample.csv', test: 0.2 },
    teacher: { model: { type: 'mlp', hidden: [1200, 1200], dropout: 0.5 } },
    student: { model: { type: 'mlp', hidden: [30] } },
    seeds: [1, 2, 3],
    ...changes,
  });
}

/**
 * A run over seeds 1, 2, …: the teacher has 10 test errors, students and baselines have those given.
 */
export function inputOf(
  studentErrors: readonly number[],
  baselineErrors: readonly number[],
  changes: Partial<ReportInput> = {},
): ReportInput {
  return {
    run: '20260101-120000-000-sample-0000',
    experiment: experimentOf(),
    engineTitle: 'TensorFlow 2.21.0 through tfjs-node 4.22.0',
    classNames: ['zero', 'one', 'two', 'three'],
    testLabels: labelsOf(TEST_EXAMPLES),
    trainLabels: labelsOf(TRAIN_EXAMPLES),
    teacher: networkOf(0, 10, 0, 100_000),
    students: studentErrors.map((errors, index) => networkOf(index + 1, errors, 2, 10_000)),
    baselines: baselineErrors.map((errors, index) => networkOf(index + 1, errors, 2, 10_000)),
    warnings: [],
    ...changes,
  };
}

export function withoutTeacher(...parts: Parameters<typeof inputOf>): ReportInput {
  const { run, experiment, engineTitle, classNames, testLabels, trainLabels, students, baselines, warnings } =
    inputOf(...parts);
  return { run, experiment, engineTitle, classNames, testLabels, trainLabels, students, baselines, warnings };
}
