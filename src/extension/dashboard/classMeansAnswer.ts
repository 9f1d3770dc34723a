import { classMeansMatrix } from '../../common/distribution';
import type { ClassMeansAnswer, ClassMeansQuery } from '../../protocol/dashboard';
import type { ClassMeans } from '../../protocol/events';
import type { RunRecord } from '../../runs';
import type { TestLogits } from './testLogits';

/**
 * What a network confuses with what: on the test set at any temperature once its logits are there; until then as it was
 * recorded last.
 */
export function classMeansAnswer(
  logits: TestLogits,
  record: RunRecord,
  query: ClassMeansQuery,
): ClassMeansAnswer | null {
  const classNames = record.report?.classNames ?? record.probes?.classNames;
  if (!classNames) return null;
  return fromTestSet(logits, query, classNames) ?? fromRecord(record, query, classNames);
}

function fromTestSet(
  logits: TestLogits,
  { stage, temperature }: ClassMeansQuery,
  classNames: readonly string[],
): ClassMeansAnswer | undefined {
  const file = logits.of(stage);
  if (!file) return undefined;
  const classes = classNames.length;
  if (file.logits.length !== file.labels.length * classes) return undefined;
  const means = Float32Array.from(classMeansMatrix(file.logits, file.labels, classes, temperature));
  return { basis: 'test', temperature, classes, classNames, means };
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

function flattenRows(rows: readonly (readonly number[] | null)[], classes: number): Float32Array {
  const means = new Float32Array(classes * classes).fill(NaN);
  for (const [index, row] of rows.slice(0, classes).entries()) {
    if (row) means.set(row.slice(0, classes), index * classes);
  }
  return means;
}
