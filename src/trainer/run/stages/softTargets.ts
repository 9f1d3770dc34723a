import { classMeans, meanEntropy } from '../../../common/distribution';
import type { Examples } from '../../../common/examples';
import { augmentedView, predictLogits, type FixedViews, type TeacherSignal } from '../../../engine';
import { fingerprint, type DistillationSettings } from '../../../experiment';
import { modelDigest } from '../../models/modelFolder';
import { storeInCache, takeFromCache } from '../caching';
import { runStage, type RunContext, type StageResult } from '../context';
import { recordProbes, roundRows } from '../observations';
import type { TrainedNetwork } from '../trainedNetwork';
import type { RunData } from './data';

const STAGE = 'soft-targets';

export type SoftTargetMethod = Extract<DistillationSettings, { temperature: number }>;

/**
 * What the student is told by the teacher: logits for every training example (and every fixed view of it), computed once,
 * or the teacher itself where every augmented batch is new.
 */
export function softTargetsStage(
  context: RunContext,
  data: RunData,
  teacher: TrainedNetwork,
  method: SoftTargetMethod,
): Promise<TeacherSignal> {
  return runStage(context, STAGE, {}, async (): Promise<StageResult<TeacherSignal>> => {
    const views = fixedViews(context);
    const { values, origin } = await teacherLogits(context, data, teacher, views);
    const logits = values.subarray(0, data.dataset.train.count * data.dataset.classNames.length);
    describeTeacher(context, data, method, logits);
    const many = `${(data.dataset.train.count * (views?.count ?? 1)).toLocaleString('en')} soft targets`;
    const made = origin === 'cached' ? `Reused ${many} from the cache` : `Computed ${many}`;
    const status = origin === 'cached' ? 'reused' : 'done';
    if (context.experiment.training.augmentation !== undefined && views === undefined) {
      return {
        output: { kind: 'live', network: teacher.network },
        status,
        summary: `${made} of plain examples; the teacher answers every augmented batch as it is drawn.`,
      };
    }
    return { output: { kind: 'cached', logits: values }, status, summary: `${made}.` };
  });
}

/** The fixed augmented views that the experiment asks for. Students of all seeds, and their baselines, see the same ones. */
export function fixedViews(context: RunContext): FixedViews | undefined {
  const { training, distillation, dataset } = context.experiment;
  if (training.augmentation === undefined || distillation.method !== 'hinton') return undefined;
  if (distillation.augmentedTargets === 'live') return undefined;
  return { count: distillation.augmentedTargets.views, seed: dataset.splitSeed };
}

async function teacherLogits(
  context: RunContext,
  data: RunData,
  teacher: TrainedNetwork,
  views: FixedViews | undefined,
): Promise<{ readonly values: Float32Array; readonly origin: 'cached' | 'computed' }> {
  const { train, classNames, fingerprint: dataFingerprint } = data.dataset;
  const key = fingerprint({
    version: 1,
    teacher: modelDigest(await teacher.network.artifacts()),
    data: dataFingerprint,
    views: views ?? null,
    augmentation: views === undefined ? null : context.experiment.training.augmentation,
    engine: context.engine,
  });
  const count = views?.count ?? 1;
  const size = train.count * classNames.length;
  const cached = takeFromCache(context, STAGE, context.cache.softTargets(key));
  if (cached?.length === count * size) return { values: cached, origin: 'cached' };

  const values = new Float32Array(count * size);
  for (let view = 0; view < count; view++) {
    const logits = await predictLogits(teacher.network, viewOf(context, train, views, view), {
      onProgress: async (done) => {
        const total = count * train.count;
        context.emit({
          type: 'stage-progress',
          stage: STAGE,
          done: view * train.count + done,
          total,
          unit: 'examples',
        });
        await context.control.step();
      },
    });
    values.set(logits, view * size);
  }
  storeInCache(context, STAGE, () => {
    context.cache.storeSoftTargets(key, {
      name: 'logits',
      shape: [count, train.count, classNames.length],
      values,
    });
  });
  return { values, origin: 'computed' };
}

function viewOf(context: RunContext, train: Examples, views: FixedViews | undefined, view: number): Examples {
  const { augmentation } = context.experiment.training;
  return views === undefined || augmentation === undefined
    ? train
    : augmentedView(train, augmentation, views.seed, view);
}

/** Puts into the record what the teacher hands down: its answers to the probes, and which classes it takes for which. */
function describeTeacher(
  context: RunContext,
  data: RunData,
  method: SoftTargetMethod,
  logits: Float32Array,
): void {
  const { train, classNames } = data.dataset;
  recordProbes(context, data, logits);
  context.emit({
    type: 'teacher-soft-targets',
    classMeans: {
      temperature: method.temperature,
      rows: roundRows(classMeans(logits, train.labels, classNames.length, method.temperature)),
    },
    meanEntropy: meanEntropy(logits, classNames.length, method.temperature),
  });
}
