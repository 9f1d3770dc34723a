import { classMeans } from '../../common/distribution';
import type { ClassMeansAnswer, ClassMeansQuery } from '../../protocol/dashboard';
import type { ClassMeans } from '../../protocol/events';
import { readSafetensors, type RunFolder, type RunRecord } from '../../runs';

/**
 * What a network confuses with what: on the test set at any temperature once its logits are there; until then as it was
 * recorded last.
 */
export function classMeansAnswer(
  folder: RunFolder,
  record: RunRecord,
  query: ClassMeansQuery,
): ClassMeansAnswer | null {
  const classNames = record.report?.classNames ?? record.probes?.classNames;
  if (!classNames) return null;
  return fromTestSet(folder, query, classNames) ?? fromRecord(record, query, classNames);
}

function fromTestSet(
  folder: RunFolder,
  { stage, temperature }: ClassMeansQuery,
  classNames: readonly string[],
): ClassMeansAnswer | undefined {
  const file = readLogits(folder, stage);
  if (!file) return undefined;
  const classes = classNames.length;
  if (file.logits.length !== file.labels.length * classes) return undefined;
  const rows = classMeans(file.logits, file.labels, classes, temperature);
  return { basis: 'test', temperature, classes, classNames, means: flattenRows(rows, classes) };
}

function readLogits(
  folder: RunFolder,
  stage: ClassMeansQuery['stage'],
): { logits: Float32Array; labels: Int32Array } | undefined {
  try {
    const { arrays } = readSafetensors(folder.logits(stage));
    const logits = arrays.find(({ name }) => name === 'logits')?.values;
    const labels = arrays.find(({ name }) => name === 'labels')?.values;
    return logits instanceof Float32Array && labels instanceof Int32Array ? { logits, labels } : undefined;
  } catch {
    return undefined;
  }
}

function fromRecord(
  record: RunRecord,
  { stage }: ClassMeansQuery,
  classNames: readonly string[],
): ClassMeansAnswer | null {
  const recorded = stage === 'teacher' ? record.teacherSoftTargets?.classMeans : lastMeans(record, stage);
  if (!recorded) return null;
  const classes = classNames.length;
  return {
    basis: 'recorded',
    temperature: recorded.temperature,
    classes,
    classNames,
    means: flattenRows(recorded.rows, classes),
  };
}

function lastMeans(record: RunRecord, stage: ClassMeansQuery['stage']): ClassMeans | undefined {
  return record.stages
    .find((candidate) => candidate.stage === stage)
    ?.softTargets.findLast((snapshot) => snapshot.classMeans !== undefined)?.classMeans;
}

function flattenRows(rows: readonly (readonly number[] | null)[], classes: number): Float64Array {
  const means = new Float64Array(classes * classes).fill(NaN);
  for (const [index, row] of rows.slice(0, classes).entries()) {
    if (row) means.set(row.slice(0, classes), index * classes);
  }
  return means;
}
