import type { RunOutline, StageOutline } from '../record/outline';
import type { LiveProgress } from './summary';

/**
 * How far a live run is, from what was measured: time left is the mean time of this kind of stage's epochs, times the epochs
 * that are still to come, and absent while no such epoch has ended.
 */
export function progressOf(outline: RunOutline): LiveProgress | undefined {
  const current = outline.stages.find(({ status }) => status === 'running');
  if (current === undefined) return undefined;
  const { stage, epochs, totalEpochs, step, totalSteps } = current;
  const epoch = epochs.at(-1);
  const accuracy = (epoch?.validation ?? epoch?.train)?.accuracy;
  const training = outline.stages.filter(isTraining);
  const fraction = fractionOf(training);
  const secondsLeft = secondsLeftOf(training);
  return {
    stage,
    ...(totalEpochs !== undefined && { totalEpochs, epoch: epochs.length }),
    ...(totalSteps !== undefined && { totalSteps, step }),
    ...(accuracy !== undefined && { accuracy }),
    ...(fraction !== undefined && { fraction }),
    ...(secondsLeft !== undefined && { secondsLeft }),
  };
}

function kindOf({ stage }: StageOutline): 'teacher' | 'student' | 'other' {
  if (stage === 'teacher') return 'teacher';
  return stage.startsWith('student-') || stage.startsWith('baseline-') ? 'student' : 'other';
}

function isTraining(stage: StageOutline): boolean {
  return kindOf(stage) !== 'other' && stage.status !== 'reused';
}

/** Every network counts alike. */
function fractionOf(training: readonly StageOutline[]): number | undefined {
  if (training.length === 0) return undefined;
  const done = training.reduce((sum, stage) => sum + doneOf(stage), 0);
  return done / training.length;
}

function doneOf({ status, step, totalSteps }: StageOutline): number {
  switch (status) {
    case 'waiting':
      return 0;
    case 'running':
    case 'interrupted':
      return totalSteps === undefined || totalSteps === 0 ? 0 : Math.min(1, step / totalSteps);
    case 'done':
    case 'reused':
    case 'stopped':
    case 'diverged':
    case 'failed':
      return 1;
  }
}

function secondsLeftOf(training: readonly StageOutline[]): number | undefined {
  let seconds = 0;
  for (const stage of training) {
    const share = 1 - doneOf(stage);
    if (share === 0) continue;
    const alike = training.filter((other) => kindOf(other) === kindOf(stage));
    const epochSeconds = alike.flatMap(({ epochs }) => epochs.map((epoch) => epoch.seconds));
    const totalEpochs = alike.find((other) => other.totalEpochs !== undefined)?.totalEpochs;
    if (epochSeconds.length === 0 || totalEpochs === undefined) return undefined;
    const mean = epochSeconds.reduce((sum, value) => sum + value, 0) / epochSeconds.length;
    seconds += share * totalEpochs * mean;
  }
  return seconds;
}
