import * as z from 'zod';
import type { RunHead, RunSetting, StageHead } from '../../protocol/dashboard';
import { type Annotations, readJson, type RunFolder, type RunRecord, type StageRecord } from '../../runs';

/** What of the frozen experiment the dashboard shows; whatever else it holds is of no concern here. */
const frozenExperiment = z.object({
  experiment: z.object({
    name: z.string().optional().catch(undefined),
    distillation: z
      .object({
        method: z.string().optional().catch(undefined),
        temperature: z.number().optional().catch(undefined),
        alpha: z.number().optional().catch(undefined),
      })
      .optional()
      .catch(undefined),
    training: z
      .object({ batchSize: z.number().optional().catch(undefined) })
      .optional()
      .catch(undefined),
  }),
});

const environment = z.object({ engine: z.object({ title: z.string() }) });

export interface FrozenSettings {
  readonly name?: string;
  readonly method?: string;
  readonly temperature?: number;
  readonly alpha?: number;
  readonly batchSize?: number;
  readonly settings: readonly RunSetting[];
}

/** What `experiment.json` says; it never changes during a run. Undefined while it is not there. */
export function readFrozenSettings(folder: RunFolder): FrozenSettings | undefined {
  const content = readJson(folder.experiment);
  const parsed = frozenExperiment.safeParse(content);
  if (!parsed.success) return undefined;
  const { name, distillation, training } = parsed.data.experiment;
  return {
    ...(name !== undefined && { name }),
    ...(distillation?.method !== undefined && { method: distillation.method }),
    ...(distillation?.temperature !== undefined && { temperature: distillation.temperature }),
    ...(distillation?.alpha !== undefined && { alpha: distillation.alpha }),
    ...(training?.batchSize !== undefined && { batchSize: training.batchSize }),
    settings: flatten((content as { experiment: object }).experiment),
  };
}

/** What computes, as `environment.json` says; it never changes during a run. Undefined while it is not there. */
export function readEngine(folder: RunFolder): string | undefined {
  return environment.safeParse(readJson(folder.environment)).data?.engine.title;
}

/** Settings as dotted names with their values as text: `distillation.temperature` is `4`. */
function flatten(value: object, prefix = ''): RunSetting[] {
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]): RunSetting[] => {
    const name = prefix === '' ? key : `${prefix}.${key}`;
    if (key === '$schema') return [];
    if (inner !== null && typeof inner === 'object' && !Array.isArray(inner)) return flatten(inner, name);
    return [{ name, value: typeof inner === 'string' ? inner : JSON.stringify(inner) }];
  });
}

/** What the record does not know of its surroundings. */
export interface Surroundings {
  readonly trusted: boolean;
  readonly hasLogits: boolean;
  readonly hasStudent: boolean;
  readonly annotations: Annotations;
  readonly engine: string | undefined;
}

export function runHead(
  folder: RunFolder,
  record: RunRecord,
  frozen: FrozenSettings | undefined,
  { annotations, engine, ...surroundings }: Surroundings,
): RunHead {
  const { settings = [], name: frozenName, ...known } = frozen ?? {};
  const empty = record.startedAt === undefined && record.stages.length === 0;
  const ended = record.status === 'stopped' || record.status === 'crashed' || record.status === 'failed';
  return {
    folder: folder.path,
    id: record.id,
    name: annotations.name ?? record.name ?? frozenName ?? record.id,
    tags: annotations.tags,
    starred: annotations.starred,
    status: empty && !folder.exists() ? 'missing' : record.status,
    ...(record.summary !== undefined && { summary: record.summary }),
    ...(record.startedAt !== undefined && { startedAt: record.startedAt }),
    ...(record.endedAt !== undefined && { endedAt: record.endedAt }),
    ...(record.lastEventAt !== undefined && { lastEventAt: record.lastEventAt }),
    ...(engine !== undefined && { engine }),
    ...known,
    settings,
    resumable: ended && frozen !== undefined,
    damagedLines: record.damage.damagedLines,
    hasProbes: record.probes !== undefined,
    hasTeacherMeans: record.teacherSoftTargets !== undefined,
    ...surroundings,
  };
}

/** A stage without its epochs and series. */
export function stageHead(stage: StageRecord, runStatus: RunRecord['status']): StageHead {
  const { progress } = stage;
  const goesOn = runStatus === 'running' || runStatus === 'paused';
  return {
    stage: stage.stage,
    status: stage.status === 'waiting' && !goesOn ? 'not-reached' : stage.status,
    step: stage.step,
    ...(stage.startedAt !== undefined && { startedAt: stage.startedAt }),
    ...(stage.totalSteps !== undefined && { totalSteps: stage.totalSteps }),
    ...(stage.totalEpochs !== undefined && { totalEpochs: stage.totalEpochs }),
    ...(stage.latest && { latest: stage.latest }),
    ...(stage.examplesPerSecond !== undefined && { examplesPerSecond: stage.examplesPerSecond }),
    ...(progress && { progress: { done: progress.done, total: progress.total, unit: progress.unit } }),
    ...(stage.seconds !== undefined && { seconds: stage.seconds }),
    ...(stage.summary !== undefined && { summary: stage.summary }),
    ...(stage.accuracy && { accuracy: stage.accuracy }),
  };
}
