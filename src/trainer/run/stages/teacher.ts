import type { Network } from '../../../engine';
import { fingerprint, trainingFor, type TeacherSettings } from '../../../experiment';
import { modelDigest } from '../../models/modelFolder';
import { storeInCache, takeFromCache } from '../caching';
import { runStage, warn, wasFinished, type RunContext, type StageResult } from '../context';
import {
  epochs,
  historyOf,
  initialNetwork,
  keepModel,
  loadKeptModel,
  measure,
  type TrainedNetwork,
} from '../trainedNetwork';
import type { RunData } from './data';
import { trainingStage } from './training';

const STAGE = 'teacher';

/** The teacher: of an earlier process of this run, as it was saved, from the cache, or trained now. */
export async function teacherStage(
  context: RunContext,
  data: RunData,
  settings: TeacherSettings,
): Promise<TrainedNetwork> {
  if (wasFinished(context, STAGE)) return loadKeptModel(context, STAGE, data, settings.model);
  const network = await initialNetwork(context, data, settings.model, settings.seed);
  warnOfRemovedSoftmax(context, network);
  if (settings.model.type === 'saved' && settings.training === undefined)
    return loadedTeacher(context, data, network, settings.model.path);

  const key = await teacherKey(context, data, settings, network);
  const cached = takeFromCache(context, STAGE, context.cache.teacher(key, context.folder.modelFolder(STAGE)));
  if (cached) {
    network.dispose();
    return cachedTeacher(context, data, settings);
  }
  return trainedTeacher(context, data, settings, network, key);
}

/** Everything that the teacher's weights depend on; user modules and saved weights through the network they made. */
async function teacherKey(
  context: RunContext,
  data: RunData,
  settings: TeacherSettings,
  network: Network,
): Promise<string> {
  return fingerprint({
    version: 1,
    model: modelDigest(await network.artifacts()),
    training: trainingFor(context.experiment, 'teacher'),
    seed: settings.seed,
    data: data.dataset.fingerprint,
    engine: context.engine,
  });
}

function loadedTeacher(
  context: RunContext,
  data: RunData,
  network: Network,
  file: string,
): Promise<TrainedNetwork> {
  return runStage(context, STAGE, {}, async () => {
    const output = await keepModel(context, { stage: STAGE, network, history: {} });
    const { accuracy, description } = await measure(output, data);
    return { output, status: 'reused', accuracy, summary: `Loaded from ${file}: ${description}.` };
  });
}

function cachedTeacher(
  context: RunContext,
  data: RunData,
  settings: TeacherSettings,
): Promise<TrainedNetwork> {
  return runStage(context, STAGE, {}, async () => {
    const output = await loadKeptModel(context, STAGE, data, settings.model);
    const { accuracy, description } = await measure(output, data);
    return { output, status: 'reused', accuracy, summary: `Reused from the cache: ${description}.` };
  });
}

function trainedTeacher(
  context: RunContext,
  data: RunData,
  settings: TeacherSettings,
  network: Network,
  key: string,
): Promise<TrainedNetwork> {
  const training = trainingFor(context.experiment, 'teacher');
  return trainingStage(
    context,
    {
      stage: STAGE,
      network,
      data,
      settings: training,
      distillation: { method: 'labels' },
      seed: settings.seed,
    },
    async (outcome): Promise<StageResult<TrainedNetwork>> => {
      if (outcome.status === 'diverged' && outcome.keptEpoch === undefined) {
        throw new Error(
          'The teacher diverged (its loss was no longer a number), so there is nothing to distil.',
        );
      }
      const output = await keepModel(context, { stage: STAGE, network, history: historyOf(outcome) });
      storeInCache(context, STAGE, () => {
        context.cache.storeTeacher(key, context.folder.modelFolder(STAGE));
      });
      const { accuracy, description } = await measure(output, data);
      return {
        output,
        status: outcome.status === 'diverged' ? 'diverged' : 'done',
        seconds: outcome.seconds,
        accuracy,
        summary: `${description}, ${epochs(outcome)}.`,
      };
    },
  );
}

export function warnOfRemovedSoftmax(context: RunContext, network: Network): void {
  if (!network.softmaxRemoved) return;
  warn(context, {
    code: 'softmax-removed',
    stage: STAGE,
    message: 'The model ended in a softmax, which was taken off: distillation needs its logits.',
  });
}
