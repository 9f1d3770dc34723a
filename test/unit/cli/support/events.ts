import type { RunEvent, StageKey } from '../../../../src/protocol/events';

const START = Date.UTC(2026, 10, 24, 8, 47, 2);

/** Milliseconds since 1970, so many seconds after the run began. */
export function at(seconds: number): number {
  return START + seconds * 1000;
}

export const stages: readonly StageKey[] = [
  'data',
  'teacher',
  'soft-targets',
  'student-1',
  'baseline-1',
  'report',
];

export function started(name = 'MNIST', run = '20261124-084702-123-mnist-7f3a'): RunEvent {
  return { type: 'run-started', time: at(0), version: 1, run, name, stages };
}

export function steps(
  stage: StageKey,
  seconds: number,
  first: number,
  total: readonly (number | null)[],
): RunEvent {
  return {
    type: 'steps',
    time: at(seconds),
    stage,
    first,
    total,
    hard: total,
    learningRate: total.map(() => 0.001),
    examplesPerSecond: 41_203,
  };
}

export function epoch(stage: StageKey, seconds: number, number: number, validation: number): RunEvent {
  return {
    type: 'epoch',
    time: at(seconds),
    stage,
    epoch: number,
    step: number * 100,
    train: { loss: 0.05, accuracy: 0.9912 },
    validation: { loss: 0.08, accuracy: validation },
    best: true,
    seconds: 3.4,
  };
}

/** A run up to the middle of the student's second epoch. */
export const untilStudent: readonly RunEvent[] = [
  started(),
  { type: 'stage-started', time: at(0), stage: 'data' },
  { type: 'stage-progress', time: at(0.2), stage: 'data', done: 500_000, total: 1_000_000, unit: 'bytes' },
  {
    type: 'stage-ended',
    time: at(0.5),
    stage: 'data',
    status: 'done',
    seconds: 0.5,
    summary: '54000 training examples.',
  },
  { type: 'stage-started', time: at(0.5), stage: 'teacher', totalSteps: 200, totalEpochs: 2 },
  steps('teacher', 1, 1, [2.3, 2.2]),
  epoch('teacher', 20, 1, 0.9712),
  epoch('teacher', 40, 2, 0.9842),
  {
    type: 'stage-ended',
    time: at(41.5),
    stage: 'teacher',
    status: 'done',
    seconds: 41,
    summary: '98.42 % validation accuracy after 2 epochs.',
  },
  { type: 'stage-started', time: at(42), stage: 'soft-targets' },
  {
    type: 'stage-ended',
    time: at(42),
    stage: 'soft-targets',
    status: 'reused',
    seconds: 0.1,
    summary: 'Reused from the cache.',
  },
  {
    type: 'warning',
    time: at(42),
    code: 'few-seeds',
    message: 'One seed can mislead.',
    mend: 'Use three.',
  },
  { type: 'stage-started', time: at(43), stage: 'student-1', totalSteps: 1000, totalEpochs: 10 },
  steps(
    'student-1',
    44,
    1,
    Array.from({ length: 10 }, () => 1.5),
  ),
  epoch('student-1', 53, 1, 0.9633),
  steps('student-1', 54, 11, [...Array.from({ length: 98 }, () => 0.5), 0.25, 0.75]),
];
