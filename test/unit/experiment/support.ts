import assert from 'node:assert/strict';
import {
  parseOverride,
  readExperiment,
  type Diagnostic,
  type Experiment,
  type FileSystem,
} from '../../../src/experiment';

export const everythingExists: FileSystem = { exists: () => true };

/** The smallest sound experiment, as an object to be changed by tests. */
export function soundExperiment() {
  return {
    name: 'digits',
    dataset: { format: 'csv', train: 'digits.csv', test: 0.2 },
    teacher: { model: { type: 'mlp', hidden: [128] } },
    student: { model: { type: 'mlp', hidden: [16] } },
  };
}

export function textOf(changes: object = {}): string {
  return JSON.stringify({ ...soundExperiment(), ...changes }, null, 2);
}

export function diagnosticsOf(
  text: string,
  overrides: readonly string[] = [],
  files = everythingExists,
): Diagnostic[] {
  const result = readExperiment(text, 'a/x.distill.json', { overrides: overrides.map(parseOverride), files });
  return result.ok ? result.warnings : result.diagnostics;
}

export function experimentOf(text: string, overrides: readonly string[] = []): Experiment {
  const result = readExperiment(text, 'a/x.distill.json', {
    overrides: overrides.map(parseOverride),
    files: everythingExists,
  });
  assert.ok(result.ok, JSON.stringify(result));
  return result.experiment;
}

/** The one diagnostic there is. */
export function onlyOf(diagnostics: readonly Diagnostic[]): Diagnostic {
  const [first, ...others] = diagnostics;
  assert.deepEqual(others, []);
  assert.ok(first);
  return first;
}

/** The text that a diagnostic points at. */
export function pointedAt(text: string, { range }: Diagnostic): string {
  return text.slice(range.offset, range.offset + range.length);
}
