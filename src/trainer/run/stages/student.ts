import type { FixedViews, TeacherSignal } from '../../../engine';
import { trainingFor, type DistillationSettings } from '../../../experiment';
import type { StageKey } from '../../../protocol/events';
import { wasFinished, type RunContext, type StageResult } from '../context';
import {
  epochs,
  historyOf,
  initialNetwork,
  keepModel,
  keptModelExists,
  loadKeptModel,
  measure,
  type TrainedNetwork,
} from '../trainedNetwork';
import type { RunData } from './data';
import { trainingStage } from './training';

export interface StudentTask {
  readonly stage: StageKey;
  readonly distillation: DistillationSettings;
  readonly teacher?: TeacherSignal;
  readonly views?: FixedViews;
  readonly seed: number;
}

/**
 * Trains one student. Given the same seed, a student and its baseline begin with the same weights and see the same
 * batches in the same order; only what they learn from differs. `undefined`: it diverged and nothing can be kept.
 */
export async function studentStage(
  context: RunContext,
  data: RunData,
  task: StudentTask,
): Promise<TrainedNetwork | undefined> {
  const { stage, seed } = task;
  const { model } = context.experiment.student;
  if (wasFinished(context, stage))
    return keptModelExists(context, stage) ? loadKeptModel(context, stage, data, model) : undefined;
  const network = await initialNetwork(context, data, model, seed);
  return trainingStage(
    context,
    { ...task, network, data, settings: trainingFor(context.experiment, 'student') },
    async (outcome): Promise<StageResult<TrainedNetwork | undefined>> => {
      const { seconds } = outcome;
      if (outcome.status === 'diverged' && outcome.keptEpoch === undefined) {
        network.dispose();
        return {
          output: undefined,
          status: 'diverged',
          seconds,
          summary: `Diverged at step ${outcome.divergedAtStep ?? outcome.step}.`,
        };
      }
      const output = await keepModel(context, { stage, network, history: historyOf(outcome) });
      const { accuracy, description } = await measure(output, data);
      return {
        output,
        status: outcome.status === 'diverged' ? 'diverged' : 'done',
        seconds,
        accuracy,
        summary: `${description}, ${epochs(outcome)}.`,
      };
    },
  );
}
