import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { UserError } from '../../../common/errors';
import { counted, count } from '../../../common/format';
import { visibleText } from '../../../common/text';
import type { DataSummary, Diagnostic, Experiment, Override } from '../../../experiment';
import { exitCodes } from '../../exitCodes';
import { writeJson, writeLines, type Session } from '../session';
import { visibleLines } from '../text/columns';
import { addExperimentOptions, addOutputOptions, overridesOf, type ExperimentOptions } from './options';

interface Options extends ExperimentOptions {
  readonly data?: boolean;
}

interface DataCounts {
  readonly train: number;
  readonly validation: number;
  readonly test: number;
  readonly classes: number;
  readonly inputShape: readonly number[];
}

interface Findings {
  readonly diagnostics: readonly Diagnostic[];
  /** Present when it was asked for and the experiment allows to load it. */
  readonly data?: DataCounts;
}

async function readText(file: string, name: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException;
    throw code === 'ENOENT'
      ? new UserError(`There is no file ${name}`, 'Check its name and the folder you are in.')
      : new UserError(`Can't read ${name}: ${code ?? 'error'}`);
  });
}

function countsOf({ trainCount, validationCount, testCount, classes, inputShape }: DataSummary): DataCounts {
  return { train: trainCount, validation: validationCount, test: testCount, classes, inputShape };
}

async function checkData(
  experiment: Experiment,
  text: string,
  file: string,
  overrides: readonly Override[],
): Promise<Findings> {
  const [{ checkAgainstData }, { loadDataset }, { summarizeDataset }] = await Promise.all([
    import('../../../experiment'),
    import('../../../data'),
    import('../../run/datasetSummary'),
  ]);
  const summary = summarizeDataset(await loadDataset(experiment.dataset, path.dirname(file)));
  return {
    diagnostics: checkAgainstData(experiment, text, file, summary, overrides),
    data: countsOf(summary),
  };
}

async function check(name: string, options: Options, session: Session): Promise<Findings> {
  const file = path.resolve(session.workingFolder, name);
  const { parseOverride, readExperiment } = await import('../../../experiment');
  const overrides = overridesOf(options).map(parseOverride);
  const text = await readText(file, name);
  const result = readExperiment(text, file, { overrides });
  if (!result.ok) return { diagnostics: result.diagnostics };
  if (options.data !== true) return { diagnostics: result.warnings };
  const withData = await checkData(result.experiment, text, file, overrides);
  return { ...withData, diagnostics: [...result.warnings, ...withData.diagnostics] };
}

function summary(name: string, findings: Findings): string {
  const errors = findings.diagnostics.filter((diagnostic) => diagnostic.severity === 'error').length;
  const warnings = findings.diagnostics.length - errors;
  if (errors > 0) return `${counted(errors, 'error')}, ${counted(warnings, 'warning')}`;
  const doubts = warnings === 0 ? '' : `, with ${counted(warnings, 'warning')}`;
  return `${visibleText(name)} is valid${doubts}`;
}

function dataInWords(data: DataCounts): string {
  const counts = `${count(data.train)} training, ${count(data.validation)} validation and ${count(data.test)} test examples`;
  return `${counts} of ${data.inputShape.join('×')} in ${count(data.classes)} classes`;
}

export function addValidateCommand(program: Command, session: Session): void {
  const command = program
    .command('validate')
    .description('Checks an experiment file and tells everything that is wrong with it; trains nothing.')
    .argument('<file>', 'the experiment file, *.distill.json')
    .option('--data', 'load the data too, and check the experiment against it')
    .addHelpText(
      'after',
      `
Examples:
  distillery validate mnist.distill.json
  distillery validate mnist.distill.json --data --set training.batchSize=512
`,
    );
  addOutputOptions(addExperimentOptions(command)).action(async (name: string, options: Options) => {
    const found = await check(name, options, session);
    const diagnostics = found.diagnostics.map((each) => ({
      ...each,
      position: { ...each.position, file: name },
    }));
    const valid = diagnostics.every((diagnostic) => diagnostic.severity !== 'error');
    session.exitCode = valid ? exitCodes.done : exitCodes.badInput;
    if (session.format === 'json') {
      writeJson(session, { file: name, valid, diagnostics, data: found.data });
      return;
    }
    const { formatDiagnostics } = await import('../../../experiment');
    const { good, bad } = session.terminal.style;
    writeLines(session, [
      ...(diagnostics.length === 0 ? [] : [visibleLines(formatDiagnostics(diagnostics))]),
      (valid ? good : bad)(summary(name, found)),
      ...(found.data === undefined ? [] : [dataInWords(found.data)]),
    ]);
  });
}
