import * as z from 'zod';
import type { RunEvent, StageKey, WarningCode } from '../../protocol/events';

/** What a line of the event log turned out to be. */
export type DecodedLine =
  | { readonly kind: 'event'; readonly event: RunEvent }
  /** An event of a newer version of Distillery. */
  | { readonly kind: 'unknown'; readonly type: string }
  | { readonly kind: 'damaged' };

/** Stage names end up in paths, and a record may come from anywhere: nothing but a few lower-case words joined by hyphens. */
const stage = z.custom<StageKey>(
  (value) => typeof value === 'string' && /^[a-z][a-z0-9-]{0,63}$/.test(value),
);

/** A path inside the run's folder. */
const file = z
  .string()
  .regex(/^[^\\:]+$/)
  .refine((path) => !path.startsWith('/') && !path.split('/').includes('..'));

/** JSON has no NaN: the writer puts null in its place. */
const number = z.union([z.number(), z.null().transform(() => NaN)]);

const index = z.int().nonnegative();

function isListOfNumbers(value: unknown): value is (number | null)[] {
  return Array.isArray(value) && value.every((item: unknown) => typeof item === 'number' || item === null);
}

/** Checked in one go, since there may be millions of them. */
const numbersOrNull = z.custom<readonly (number | null)[]>(isListOfNumbers);
const numbers = numbersOrNull.transform((values): readonly number[] =>
  values.includes(null) ? values.map((value) => value ?? NaN) : (values as readonly number[]),
);

const classMeans = z.object({ temperature: number, rows: z.array(numbers.nullable()) });

const metrics = z.object({ loss: number, accuracy: number });

function event<Type extends RunEvent['type'], Fields extends z.ZodRawShape>(type: Type, fields: Fields) {
  return z.object({ type: z.literal(type), time: z.number(), ...fields });
}

const steps = event('steps', {
  stage,
  first: z.int().positive(),
  total: numbersOrNull,
  hard: numbersOrNull,
  soft: numbersOrNull.exactOptional(),
  learningRate: numbers,
  examplesPerSecond: number,
}).refine(({ total, hard, soft, learningRate }) =>
  [hard, soft ?? hard, learningRate].every(({ length }) => length === total.length),
);

/** Any code: a warning of a newer version is worth showing, too. */
const code = z.custom<WarningCode>((value) => typeof value === 'string');

/** The version is read as it stands: a reader copes with what it knows of a newer log. */
const version = z.custom<1>((value) => typeof value === 'number');

const schemas: { readonly [Type in RunEvent['type']]: z.ZodType<Extract<RunEvent, { type: Type }>> } = {
  'run-started': event('run-started', { version, run: z.string(), name: z.string(), stages: z.array(stage) }),
  'run-resumed': event('run-resumed', {}),
  'stage-started': event('stage-started', {
    stage,
    totalSteps: index.exactOptional(),
    totalEpochs: index.exactOptional(),
    resumedAtStep: index.exactOptional(),
  }),
  'stage-progress': event('stage-progress', { stage, done: number, total: number, unit: z.string() }),
  'stage-ended': event('stage-ended', {
    stage,
    status: z.enum(['done', 'reused', 'stopped', 'diverged', 'failed']),
    seconds: number,
    summary: z.string(),
    accuracy: z.object({ split: z.enum(['validation', 'test']), value: number }).exactOptional(),
  }),
  steps,
  epoch: event('epoch', {
    stage,
    epoch: index,
    step: index,
    train: metrics,
    validation: metrics.exactOptional(),
    best: z.boolean(),
    seconds: number,
  }),
  probes: event('probes', {
    inputShape: z.array(index),
    classNames: z.array(z.string()),
    examples: z.array(
      z.object({ index, label: index, input: numbers, teacherLogits: numbers.exactOptional() }),
    ),
  }),
  'soft-targets': event('soft-targets', {
    stage,
    epoch: index,
    step: index,
    logits: z.array(numbersOrNull),
    classMeans: classMeans.exactOptional(),
  }),
  'teacher-soft-targets': event('teacher-soft-targets', { classMeans, meanEntropy: number }),
  warning: event('warning', {
    code,
    stage: stage.exactOptional(),
    message: z.string(),
    mend: z.string().exactOptional(),
  }),
  checkpoint: event('checkpoint', { stage, step: index, epoch: index, file }),
  heartbeat: event('heartbeat', {}),
  paused: event('paused', {}),
  continued: event('continued', {}),
  'run-ended': event('run-ended', { status: z.enum(['done', 'stopped', 'failed']), summary: z.string() }),
};

function isEventType(type: string): type is RunEvent['type'] {
  return Object.hasOwn(schemas, type);
}

/** Reads one line of the event log. Never throws: a line that is no event is told apart as damaged or unknown. */
export function decodeLine(line: string): DecodedLine {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { kind: 'damaged' };
  }
  if (typeof value !== 'object' || value === null || !('type' in value) || typeof value.type !== 'string') {
    return { kind: 'damaged' };
  }
  if (!isEventType(value.type)) return { kind: 'unknown', type: value.type };
  const result = schemas[value.type].safeParse(value);
  return result.success ? { kind: 'event', event: result.data } : { kind: 'damaged' };
}
