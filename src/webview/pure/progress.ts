import type { StageHead } from '../../protocol/dashboard';

/** How far a stage has come, from 0 to 1; undefined while nobody can tell. */
export function fractionOf(stage: StageHead): number | undefined {
  if (stage.status === 'done' || stage.status === 'reused') return 1;
  if (stage.totalSteps !== undefined && stage.totalSteps > 0)
    return Math.min(1, stage.step / stage.totalSteps);
  const { progress } = stage;
  return progress && progress.total > 0 ? Math.min(1, progress.done / progress.total) : undefined;
}

/**
 * Seconds until a running training stage is through, at its present speed.
 *
 * @param batchSize examples in a step
 */
export function secondsLeft(stage: StageHead, batchSize: number | undefined): number | undefined {
  const { status, totalSteps, step, examplesPerSecond } = stage;
  if (status !== 'running' || totalSteps === undefined || batchSize === undefined) return undefined;
  if (examplesPerSecond === undefined || examplesPerSecond <= 0) return undefined;
  return (Math.max(0, totalSteps - step) * batchSize) / examplesPerSecond;
}
