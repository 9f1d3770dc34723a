import type { StageHead } from '../../protocol/dashboard';
import type { EpochEnded } from '../../protocol/events';

export type AxisKind = 'step' | 'epoch' | 'examples' | 'time' | 'clock';

/** Where the steps of one stage lie on an axis, both ways. Grows with the step. */
export interface StageAxis {
  toX(step: number): number;
  toStep(x: number): number;
}

/**
 * The axis of a stage. Time is known at the start, at the end of every epoch and, from the present speed, after the last
 * one; between these it is interpolated. Undefined when the stage does not know enough yet.
 *
 * @param batchSize examples in a step
 */
export function stageAxis(
  kind: AxisKind,
  head: StageHead,
  epochs: readonly EpochEnded[],
  batchSize: number | undefined,
): StageAxis | undefined {
  switch (kind) {
    case 'step':
      return linear(1);
    case 'examples':
      return linear(batchSize ?? 1);
    case 'epoch': {
      const [first] = epochs;
      const { totalSteps, totalEpochs } = head;
      if (first) return linear(first.epoch / first.step);
      return totalSteps && totalEpochs ? linear(totalEpochs / totalSteps) : undefined;
    }
    case 'time':
    case 'clock':
      return timeAxis(head, epochs, batchSize, kind === 'clock' ? 'clock' : 'relative');
  }
}

function linear(factor: number): StageAxis {
  return { toX: (step) => step * factor, toStep: (x) => x / factor };
}

/** In seconds: since the stage began, or since 1970. */
function timeAxis(
  head: StageHead,
  epochs: readonly EpochEnded[],
  batchSize: number | undefined,
  origin: 'relative' | 'clock',
): StageAxis | undefined {
  const { startedAt, examplesPerSecond, step } = head;
  if (startedAt === undefined) return undefined;
  const zero = origin === 'clock' ? startedAt / 1000 : 0;
  const knots: [step: number, seconds: number][] = [[0, zero]];
  for (const epoch of epochs) {
    const seconds = zero + (epoch.time - startedAt) / 1000;
    const [lastStep, lastSeconds] = knots.at(-1) ?? [0, zero];
    if (epoch.step > lastStep && seconds > lastSeconds) knots.push([epoch.step, seconds]);
  }
  const [lastStep, lastSeconds] = knots.at(-1) ?? [0, zero];
  if (step > lastStep) {
    const pace = batchSize !== undefined && examplesPerSecond ? batchSize / examplesPerSecond : 0.001;
    knots.push([step, lastSeconds + (step - lastStep) * pace]);
  }
  if (knots.length < 2) return undefined;
  return {
    toX: (at) => interpolate(knots, at, 0),
    toStep: (x) => interpolate(knots, x, 1),
  };
}

/** Along the knots from coordinate `given` to the other one; beyond the ends the last piece goes on. */
function interpolate(knots: readonly [number, number][], value: number, given: 0 | 1): number {
  const other = given === 0 ? 1 : 0;
  let low = 0;
  let high = knots.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((knots[middle]?.[given] ?? 0) <= value) low = middle;
    else high = middle;
  }
  const start = knots[low] ?? [0, 0];
  const end = knots[high] ?? start;
  const share = (value - start[given]) / (end[given] - start[given]);
  return start[other] + share * (end[other] - start[other]);
}
