import type { Experiment } from '../../experiment/schema/experiment';
import type { Setting } from '../../protocol/report';

/** "batchSize" as "batch size". */
function wordsOf(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Which values are left out of a description. */
type LeftOut = (value: unknown) => boolean;
const absent: LeftOut = (value) => value === undefined || value === null;
const switchedOff: LeftOut = (value) =>
  absent(value) || value === false || value === 0 || (Array.isArray(value) && value.length === 0);

function describeField(field: string, value: unknown, leftOut: LeftOut): string[] {
  if (leftOut(value)) return [];
  const words = wordsOf(field);
  if (value === true) return [words];
  if (Array.isArray(value))
    return [`${words} ${value.length === 0 ? 'none' : value.map(describeItem).join('-')}`];
  if (!isRecord(value)) return [`${words} ${describeItem(value)}`];
  const description = describe(value, leftOut);
  return description === '' ? [] : [`${words} (${description})`];
}

function describeItem(item: unknown): string {
  if (typeof item === 'string' || typeof item === 'number' || typeof item === 'boolean') return String(item);
  return isRecord(item) && typeof item['layer'] === 'string' ? item['layer'] : JSON.stringify(item);
}

/** A section of the experiment in a line: its kind, then its fields. */
function describe(section: Readonly<Record<string, unknown>>, leftOut: LeftOut = switchedOff): string {
  const { type, method, format, ...fields } = section;
  const kind = [type, method, format].filter((name) => typeof name === 'string');
  const described = Object.entries(fields).flatMap(([field, value]) => describeField(field, value, leftOut));
  return [...kind, ...described].join(', ');
}

/** What was run, for people: one line a section of the experiment. */
export function settingsOf(experiment: Experiment, engineTitle: string): Setting[] {
  const { dataset, teacher, student, distillation, training, baseline, seeds } = experiment;
  const { format, validation, scaling, limit } = dataset;
  return [
    { name: 'Method', value: describe(distillation, absent) },
    { name: 'Baseline', value: baseline === false ? 'none' : describe(baseline, absent) },
    ...(teacher === undefined ? [] : [{ name: 'Teacher', value: describe(teacher.model) }]),
    { name: 'Student', value: describe(student.model) },
    { name: 'Training', value: describe(training) },
    ...(teacher?.training === undefined
      ? []
      : [{ name: "Teacher's training", value: describe(teacher.training) }]),
    { name: 'Data', value: describe({ format, scaling, validation, limit }, absent) },
    { name: 'Seeds', value: seeds.join(', ') },
    { name: 'Engine', value: engineTitle },
  ];
}
