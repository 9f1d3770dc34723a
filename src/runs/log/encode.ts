import type { ClassMeans, NewRunEvent, RunEvent } from '../../protocol/events';
import { shortestFloat32 } from './shortestFloat32';

type Numbers = readonly (number | null | Numbers)[];

/** A JSON array, nested or not, of float32 numbers. What is not finite, also as a float32 number, becomes null. */
function encodeFloats(values: Numbers): string {
  const items = values.map((value) => {
    if (value === null) return 'null';
    if (typeof value !== 'number') return encodeFloats(value);
    return Number.isFinite(Math.fround(value)) ? shortestFloat32(value) : 'null';
  });
  return `[${items.join(',')}]`;
}

/** A JSON object from plain fields and fields that are JSON already. */
function encodeObject(plain: object, encoded: Readonly<Record<string, string | undefined>>): string {
  const start = JSON.stringify(plain).slice(0, -1);
  const fields = Object.entries(encoded).flatMap(([name, json]) =>
    json === undefined ? [] : [`"${name}":${json}`],
  );
  if (fields.length === 0) return `${start}}`;
  return `${start}${start === '{' ? '' : ','}${fields.join(',')}}`;
}

function encodeClassMeans({ rows, ...rest }: ClassMeans): string {
  return encodeObject(rest, { rows: encodeFloats(rows) });
}

/** `type` and `time` come first, so that readers can tell what a line holds without parsing it. */
export function stamp(event: NewRunEvent, time: number): RunEvent {
  const { type, ...rest } = event;
  return { type, time, ...rest } as RunEvent;
}

/**
 * One line of the event log, without its newline. Losses, learning rates, logits and probabilities are float32 numbers
 * and written as the shortest decimal that reads back as the same float32 number; non-finite numbers become null.
 */
export function encodeEvent(event: RunEvent): string {
  switch (event.type) {
    case 'steps': {
      const { total, hard, soft, learningRate, ...rest } = event;
      return encodeObject(rest, {
        total: encodeFloats(total),
        hard: encodeFloats(hard),
        soft: soft && encodeFloats(soft),
        learningRate: encodeFloats(learningRate),
      });
    }
    case 'soft-targets': {
      const { logits, classMeans, ...rest } = event;
      return encodeObject(rest, {
        logits: encodeFloats(logits),
        classMeans: classMeans && encodeClassMeans(classMeans),
      });
    }
    case 'teacher-soft-targets': {
      const { classMeans, ...rest } = event;
      return encodeObject(rest, { classMeans: encodeClassMeans(classMeans) });
    }
    case 'probes': {
      const { examples, ...rest } = event;
      const encoded = examples.map(({ input, teacherLogits, ...example }) =>
        encodeObject(example, {
          input: encodeFloats(input),
          teacherLogits: teacherLogits && encodeFloats(teacherLogits),
        }),
      );
      return encodeObject(rest, { examples: `[${encoded.join(',')}]` });
    }
    case 'run-started':
    case 'run-resumed':
    case 'stage-started':
    case 'stage-progress':
    case 'stage-ended':
    case 'epoch':
    case 'warning':
    case 'checkpoint':
    case 'heartbeat':
    case 'paused':
    case 'continued':
    case 'run-ended':
      return JSON.stringify(event);
  }
}
