import type { NewRunEvent, RunEvent } from '../../../src/protocol/events';
import { encodeEvent, stamp } from '../../../src/runs/log/encode';

const probabilities = { temperature: 4, rows: [[0.75, 0.25], null] };

/** A small run with every type of event. */
export const SAMPLE_EVENTS: readonly NewRunEvent[] = [
  {
    type: 'run-started',
    version: 1,
    run: '20261124-084702-123-digits-7f3a',
    name: 'digits – größer "2"',
    stages: ['data', 'teacher', 'soft-targets', 'student-1', 'baseline-1', 'report'],
  },
  { type: 'stage-started', stage: 'data' },
  { type: 'stage-progress', stage: 'data', done: 400, total: 1797, unit: 'rows' },
  { type: 'stage-ended', stage: 'data', status: 'done', seconds: 0.25, summary: '1,797 examples' },
  {
    type: 'stage-ended',
    stage: 'teacher',
    status: 'reused',
    seconds: 0,
    summary: 'From the cache.',
    accuracy: { split: 'validation', value: 0.9875 },
  },
  {
    type: 'probes',
    inputShape: [2],
    classNames: ['zero', 'one'],
    examples: [
      { index: 3, label: 0, input: [0, 16], teacherLogits: [2.5, -1.25] },
      { index: 8, label: 1, input: [7, 0.1] },
    ],
  },
  { type: 'teacher-soft-targets', classMeans: probabilities, meanEntropy: 0.5 },
  { type: 'stage-started', stage: 'student-1', totalSteps: 6, totalEpochs: 2 },
  {
    type: 'soft-targets',
    stage: 'student-1',
    epoch: 0,
    step: 0,
    logits: [
      [0, -0],
      [0.5, null],
    ],
    classMeans: probabilities,
  },
  {
    type: 'steps',
    stage: 'student-1',
    first: 1,
    total: [2.25, 2, 1.75],
    hard: [2.5, 2.25, NaN],
    soft: [0.5, 0.25, 0.125],
    learningRate: [0.001, 0.001, 0.0005],
    examplesPerSecond: 1234.5,
  },
  {
    type: 'epoch',
    stage: 'student-1',
    epoch: 1,
    step: 3,
    train: { loss: 1.5, accuracy: 0.5 },
    validation: { loss: NaN, accuracy: 0.25 },
    best: true,
    seconds: 1.5,
  },
  { type: 'checkpoint', stage: 'student-1', step: 3, epoch: 1, file: 'checkpoints/student-1-3.safetensors' },
  { type: 'heartbeat' },
  { type: 'paused' },
  { type: 'continued' },
  {
    type: 'warning',
    code: 'targets-one-hot',
    stage: 'student-1',
    message: 'The targets are nearly one-hot.',
    mend: 'Raise the temperature.',
  },
  {
    type: 'steps',
    stage: 'student-1',
    first: 4,
    total: [1.5, 1.25, 1],
    hard: [1, 1, 1],
    soft: [0, 0, 0],
    learningRate: [0.0005, 0.0005, 0.0005],
    examplesPerSecond: 1300,
  },
  { type: 'stage-ended', stage: 'student-1', status: 'done', seconds: 3.5, summary: '97.0 %' },
  { type: 'stage-started', stage: 'baseline-1', totalSteps: 6, totalEpochs: 2 },
  {
    type: 'steps',
    stage: 'baseline-1',
    first: 1,
    total: [2.5],
    hard: [2.5],
    learningRate: [0.001],
    examplesPerSecond: 2000,
  },
  { type: 'run-resumed' },
  { type: 'run-ended', status: 'stopped', summary: 'Stopped by the user.' },
];

/** The events with times 1000, 1001, … */
export function timed(events: readonly NewRunEvent[]): RunEvent[] {
  return events.map((event, index) => stamp(event, 1000 + index));
}

/** The bytes of a log with these events. */
export function logOf(events: readonly RunEvent[]): Buffer {
  return Buffer.from(events.map((event) => `${encodeEvent(event)}\n`).join(''));
}

/** Steps first … last of a student whose loss at step i is i + offset. */
export function steps(first: number, last: number, offset = 0): NewRunEvent {
  const total = Array.from({ length: last - first + 1 }, (_, index) => first + index + offset);
  return {
    type: 'steps',
    stage: 'student-1',
    first,
    total,
    hard: total.map((value) => value * 2),
    soft: total.map((value) => value * 3),
    learningRate: total.map(() => 0.1),
    examplesPerSecond: 100,
  };
}

export function epoch(number: number, step: number): NewRunEvent {
  const train = { loss: 1, accuracy: 0.5 };
  return { type: 'epoch', stage: 'student-1', epoch: number, step, train, best: true, seconds: 1 };
}

export function softTargets(number: number, step: number): NewRunEvent {
  return { type: 'soft-targets', stage: 'student-1', epoch: number, step, logits: [[step, 0]] };
}

export function checkpoint(step: number): NewRunEvent {
  const file = `checkpoints/student-1-${step}.safetensors`;
  return { type: 'checkpoint', stage: 'student-1', step, epoch: 1, file };
}
