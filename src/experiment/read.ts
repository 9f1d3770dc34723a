import { dirname, resolve } from 'node:path';
import { inTextOrder, type Diagnostic } from './diagnostics';
import type { CheckContext, DataSummary } from './checks/check';
import { checksAgainstData } from './checks/againstData';
import { checksBeforeData } from './checks/beforeData';
import { disk, type FileSystem } from './files';
import { applyOverrides, type Override } from './overrides';
import { isWithin, valueAt, type JsonPath } from './path';
import { locate, type Problem, type Source } from './problem';
import { withKeepFor } from './resolved';
import { experimentSchema, type Experiment } from './schema/experiment';
import { ExperimentDocument } from './text/document';
import { beginningsOf, uncheckedRests } from './validation/beginnings';
import { explain } from './validation/explain';
import { MOST_PROBLEMS, problemsOfFirst } from './validation/firstOnes';
import { repair } from './validation/repair';
import { show } from './validation/words';

export type ExperimentResult =
  | { readonly ok: true; readonly experiment: Experiment; readonly warnings: Diagnostic[] }
  | { readonly ok: false; readonly diagnostics: Diagnostic[] };

export interface ReadOptions {
  /** Put in place, in this order, before anything is checked. */
  readonly overrides?: readonly Override[];
  /** What is asked whether paths exist; the disk by default. */
  readonly files?: FileSystem;
}

/**
 * Reads an experiment file and checks all that can be checked before data is loaded. Never throws: whatever the text,
 * either the experiment with every default filled in, or what is wrong with it.
 *
 * @param text JSON with comments and trailing commas
 * @param file its path; paths in it start from its folder
 */
export function readExperiment(text: string, file: string, options: ReadOptions = {}): ExperimentResult {
  const { overrides = [], files = disk } = options;
  const document = new ExperimentDocument(text, file);
  const textual = [...syntaxDiagnostics(document), ...duplicateDiagnostics(document)];
  if (document.value === undefined) return { ok: false, diagnostics: inTextOrder(textual) };

  const overridden = applyOverrides(document.value, overrides);
  const source: Source = { document, value: overridden.value, overrides };
  const bySchema = problemsBySchema(source.value);
  const isReadInFull = document.syntaxProblems.length === 0;
  const across: Crossing = isReadInFull
    ? checkAcross(source, bySchema, { folder: dirname(resolve(file)), files })
    : { problems: [] };
  const found = [...overridden.problems, ...bySchema, ...across.problems].map((problem) =>
    locate(problem, source),
  );
  const diagnostics = inTextOrder([...textual, ...trustworthy(found, document)]);

  const hasErrors = diagnostics.some(({ severity }) => severity === 'error');
  if (hasErrors || across.experiment === undefined) return { ok: false, diagnostics };
  return { ok: true, experiment: across.experiment, warnings: diagnostics };
}

/** A list that is wrong from its beginning on may be wrong in very many entries: then only the beginnings are looked at. */
function problemsBySchema(value: unknown): Problem[] {
  const beginnings = beginningsOf(value);
  const problems = explain(experimentSchema, beginnings.value);
  const unchecked = uncheckedRests(beginnings, problems);
  if (beginnings.longLists.length === 0 || unchecked.length > 0) return [...problems, ...unchecked];
  return explain(experimentSchema, value);
}

interface Crossing {
  readonly experiment?: Experiment;
  readonly problems: readonly Problem[];
}

/**
 * Checks across fields, on what the schema found right; the experiment only if that was all of it. Where very much is
 * wrong they wait until less is.
 */
function checkAcross(
  source: Source,
  bySchema: readonly Problem[],
  surroundings: Pick<CheckContext, 'folder' | 'files'>,
): Crossing {
  const repaired = bySchema.length < MOST_PROBLEMS ? repair(source.value, bySchema) : undefined;
  if (repaired === undefined) return { problems: [] };
  const isWritten = (path: JsonPath): boolean => valueAt(source.value, path) !== undefined;
  const experiment = withKeepFor(repaired.experiment, isWritten(['training', 'keep']));
  const context: CheckContext = { experiment, isWritten, ...surroundings };
  const problems = problemsOfFirst(
    firstOfEachMessage(checksBeforeData.flatMap((check) => check(context))).toSorted(errorsFirst),
    (problem) => [problem],
    ({ path, severity }) => ({ path, severity }),
  ).filter(
    ({ path, causes = [] }) =>
      ![path, ...causes].some((cause) => repaired.healed.some((healed) => touches(cause, healed))),
  );
  return bySchema.length === 0 ? { experiment, problems } : { problems };
}

/** A general setting that is wrong for student and teacher alike is one problem. */
function firstOfEachMessage(problems: readonly Problem[]): Problem[] {
  return [
    ...new Map(problems.toReversed().map((problem) => [problem.message, problem])).values(),
  ].toReversed();
}

/** So that none is left out for the sake of warnings. */
function errorsFirst(a: Problem, b: Problem): number {
  return Number(a.severity === 'warning') - Number(b.severity === 'warning');
}

function touches(path: JsonPath, other: JsonPath): boolean {
  return isWithin(path, other) || isWithin(other, path);
}

/**
 * Checks what could not be known before the data was loaded: its counts, classes and shapes.
 *
 * @param experiment as `readExperiment` gave it
 * @param text the text it was read from, for positions
 * @param overrides those it was read with
 */
export function checkAgainstData(
  experiment: Experiment,
  text: string,
  file: string,
  data: DataSummary,
  overrides: readonly Override[] = [],
): Diagnostic[] {
  const document = new ExperimentDocument(text, file);
  const source: Source = { document, value: applyOverrides(document.value, overrides).value, overrides };
  const problems = checksAgainstData.flatMap((check) => check({ experiment, data }));
  return inTextOrder(problems.map((problem) => locate(problem, source)));
}

function syntaxDiagnostics(document: ExperimentDocument): Diagnostic[] {
  return document.syntaxProblems.map(({ message, mend, range }) => {
    const position = document.positionAt(range.offset);
    return { kind: 'syntax', severity: 'error', path: [], message, mend, range, position };
  });
}

function duplicateDiagnostics(document: ExperimentDocument): Diagnostic[] {
  return document.duplicates.map(({ path, range, first }) => ({
    kind: 'content',
    severity: 'error',
    path: [...path],
    message: `${show(path.at(-1))} is given twice in the same object, first in line ${document.lineAt(first.offset)}.`,
    mend: 'Remove one of the two.',
    fix: { kind: 'remove' },
    range,
    related: first,
    position: document.positionAt(range.offset),
  }));
}

/**
 * Where the text could not be read in full, what is missing may only be unread, and what stands on the line of a syntax
 * error may be misread: neither is worth reporting yet.
 */
function trustworthy(diagnostics: Diagnostic[], document: ExperimentDocument): Diagnostic[] {
  if (document.syntaxProblems.length === 0) return diagnostics;
  const broken = new Set(document.syntaxProblems.map(({ range }) => document.lineAt(range.offset)));
  return diagnostics.filter(
    ({ value, range }) => value !== undefined && !broken.has(document.lineAt(range.offset)),
  );
}
