import {
  train,
  type FixedViews,
  type Network,
  type TeacherSignal,
  type TrainingOutcome,
} from '../../../engine';
import type { DistillationSettings, TrainingSettings } from '../../../experiment';
import type { StageKey } from '../../../protocol/events';
import { keepCheckpoint, restoreCheckpoint } from '../checkpoints';
import { RunStopped } from '../control';
import { runStage, warn, type RunContext, type StageResult } from '../context';
import { recordSoftTargets } from '../observations';
import type { RunData } from './data';

export interface TrainingStage {
  readonly stage: StageKey;
  readonly network: Network;
  readonly data: RunData;
  readonly settings: TrainingSettings;
  readonly distillation: DistillationSettings;
  readonly teacher?: TeacherSignal;
  /** Augmented views that are the same in every pass; without it every epoch draws new ones. */
  readonly views?: FixedViews;
  readonly seed: number;
}

/** Trains a network in a stage of its own: from the last checkpoint if an earlier process left one. */
export async function trainingStage<Output>(
  context: RunContext,
  task: TrainingStage,
  finish: (outcome: TrainingOutcome) => Promise<StageResult<Output>> | StageResult<Output>,
): Promise<Output> {
  const { stage, network, data, settings } = task;
  const { dataset } = data;
  const checkpoint = restoreCheckpoint(context, stage);
  const startedBefore = context.earlier?.stages.some(
    (known) => known.stage === stage && known.status !== 'waiting',
  );
  const start = {
    totalSteps: Math.ceil(dataset.train.count / settings.batchSize) * settings.epochs,
    totalEpochs: settings.epochs,
    ...(startedBefore && { resumedAtStep: checkpoint?.step ?? 0 }),
  };
  return runStage(context, stage, start, async () => {
    const temperature = task.distillation.method === 'hinton' ? task.distillation.temperature : 1;
    const observe = (epoch: number, step: number): Promise<void> =>
      recordSoftTargets(context, { stage, network, data, temperature, epoch, step });
    if (checkpoint === undefined) await observe(0, 0);
    const outcome = await train(
      {
        network,
        train: dataset.train,
        ...(dataset.validation.count > 0 && { validation: dataset.validation }),
        settings,
        distillation: task.distillation,
        ...(task.teacher && { teacher: task.teacher }),
        ...(task.views && { views: task.views }),
        seed: task.seed,
        ...(checkpoint && { checkpoint }),
        checkpointSeconds: context.experiment.record.checkpointSeconds,
      },
      {
        steps: ({ total, hard, soft, learningRate, first, examplesPerSecond }) => {
          context.emit({
            type: 'steps',
            stage,
            first,
            total: Array.from(total),
            hard: Array.from(hard),
            ...(soft && { soft: Array.from(soft) }),
            learningRate: Array.from(learningRate),
            examplesPerSecond: Math.round(examplesPerSecond),
          });
        },
        epoch: async (report) => {
          context.emit({ type: 'epoch', stage, ...report });
          await observe(report.epoch, report.step);
        },
        checkpoint: (taken) => {
          keepCheckpoint(context, stage, taken);
          context.control.checkpointWritten();
        },
        between: () => context.control.between(),
      },
    );
    if (outcome.status === 'stopped') throw new RunStopped();
    if (outcome.status === 'diverged') warnOfDivergence(context, stage, outcome);
    return finish(outcome);
  });
}

function warnOfDivergence(context: RunContext, stage: StageKey, outcome: TrainingOutcome): void {
  const kept =
    outcome.keptEpoch === undefined
      ? 'There are no earlier weights to fall back on.'
      : `The weights of epoch ${outcome.keptEpoch} are kept.`;
  warn(context, {
    code: 'diverged',
    stage,
    message: `The loss of ${stage} was no longer a number at step ${outcome.divergedAtStep ?? outcome.step}. ${kept}`,
    mend: 'Lower the learning rate, add warm-up epochs, or set training.clipNorm.',
  });
}
