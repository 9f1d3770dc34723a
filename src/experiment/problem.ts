import type { ExperimentDocument } from './text/document';
import type { Diagnostic, Fix } from './diagnostics';
import type { Override } from './overrides';
import { isWithin, valueAt, type JsonPath } from './path';

/** Something wrong at a path, before its place in the text is known. */
export interface Problem {
  readonly severity: 'error' | 'warning';
  readonly path: JsonPath;
  readonly message: string;
  readonly mend?: string;
  readonly fix?: Fix;
  /** What to point at: the value, or the name of the field (of the object around it where the field is missing). */
  readonly pointAt: 'value' | 'name';
  /** Other values that the problem comes from, which could be changed as well. */
  readonly causes?: readonly JsonPath[];
  /** The override that is known to be at fault. */
  readonly override?: Override;
}

/** What was written: the text, and what overrides made of it. */
export interface Source {
  readonly document: ExperimentDocument;
  readonly value: unknown;
  readonly overrides: readonly Override[];
}

/** Finds the place of a problem in the text, and the override that it comes from if there is one. */
export function locate(problem: Problem, source: Source): Diagnostic {
  const { document } = source;
  const { severity, path, mend, fix } = problem;
  const override = problem.override ?? overrideBehind(problem, source);
  const range = problem.pointAt === 'value' ? document.rangeOfValue(path) : document.rangeOfKey(path);
  const value = valueAt(source.value, path);
  return {
    kind: 'content',
    severity,
    path: [...path],
    message:
      override === undefined ? problem.message : `${problem.message} (Given by --set ${override.text}.)`,
    ...(mend === undefined ? {} : { mend }),
    ...(fix === undefined || override !== undefined ? {} : { fix }),
    ...(value === undefined ? {} : { value }),
    range,
    position: document.positionAt(range.offset),
    ...(override === undefined ? {} : { override: override.text }),
  };
}

/** The last override that gave one of the values at fault, or made the object that is wrong or lacks something. */
function overrideBehind(
  { path, causes = [] }: Problem,
  { document, value, overrides }: Source,
): Override | undefined {
  const isMissing = valueAt(value, path) === undefined;
  const made = isMissing ? path.slice(0, -1) : path;
  return overrides.findLast(
    (override) =>
      [path, ...causes].some((cause) => isWithin(cause, override.path)) ||
      (made.length > 0 && !document.has(made) && isWithin(override.path, made)),
  );
}
