import path from 'node:path';
import type { Scaling } from '../../../data';
import type { StageKey } from '../../../protocol/events';
import type { DataFile } from '../../../protocol/record';
import type { Report } from '../../../protocol/report';
import { readJson, readReport, type RunFolder } from '../../../runs';
import { pastOf } from '../progress/past';
import { distilleryVersion } from '../../version';

/** `distillery.json` beside an exported model: what is needed to use it. */
export interface ExportedNetwork {
  readonly version: 1;
  readonly distillery: string;
  readonly run: string;
  readonly experiment: string;
  readonly stage: StageKey;
  /** What the model answers with. */
  readonly outputs: 'logits';
  /** Of one example; absent (as the next ones) when the record has lost it. */
  readonly inputShape?: readonly number[];
  readonly classNames?: readonly string[];
  readonly featureNames?: readonly string[];
  /** What is done to inputs before the model sees them. */
  readonly scaling?: Scaling;
  /** Measured on the test set; absent when the run has no report. */
  readonly test?: {
    readonly accuracy: number;
    readonly errors: number;
    readonly examples: number;
    readonly loss: number;
    readonly calibrationError: number;
  };
}

function testOf(report: Report, run: RunFolder, stage: StageKey): ExportedNetwork['test'] {
  const networks = [
    ...(report.teacher === undefined ? [] : [report.teacher]),
    ...report.students,
    ...report.baselines,
  ];
  const folder = run.relative(run.modelFolder(stage));
  const network = networks.find((each) => path.posix.normalize(each.modelFolder) === folder);
  if (network === undefined) return undefined;
  const { accuracy, errors, examples, loss, calibrationError } = network.test;
  return { accuracy, errors, examples, loss, calibrationError };
}

/** What the record knows of a network. */
export function describeExport(run: RunFolder, stage: StageKey): ExportedNetwork {
  const data = readJson(path.join(run.path, 'data.json')) as DataFile | undefined;
  const report = readReport(run);
  const test = report === undefined ? undefined : testOf(report, run, stage);
  return {
    version: 1,
    distillery: distilleryVersion,
    run: run.id,
    experiment: report?.name ?? pastOf(run).name,
    stage,
    outputs: 'logits',
    ...(data !== undefined && {
      inputShape: data.inputShape,
      classNames: data.classNames,
      ...(data.featureNames !== undefined && { featureNames: data.featureNames }),
      scaling: data.scaling as Scaling,
    }),
    ...(test !== undefined && { test }),
  };
}
