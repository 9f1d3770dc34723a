import { readFileSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../src/common/errors';
import { formatDiagnostics, readExperiment, type Experiment } from '../src/experiment';

export type ExampleName = 'digits' | 'mnist';

/** The experiment file of an example. */
export function exampleFile(name: ExampleName): string {
  return path.resolve(__dirname, '..', 'examples', name, `${name}.distill.json`);
}

/** An example with every default filled in. */
export function exampleExperiment(name: ExampleName): Experiment {
  const file = exampleFile(name);
  const result = readExperiment(readFileSync(file, 'utf8'), file);
  if (!result.ok) throw new UserError(formatDiagnostics(result.diagnostics));
  return result.experiment;
}
