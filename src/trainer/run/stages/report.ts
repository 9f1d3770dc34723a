import { predictLogits, speed, trainingSample } from '../../../engine';
import type { Report } from '../../../protocol/report';
import { writeFileAtomic, writeSafetensors } from '../../../runs';
import { modelBytes } from '../../models/modelFolder';
import { buildReport, renderMarkdown, type NetworkMeasurements, type ReportInput } from '../../report';
import { runStage, type RunContext } from '../context';
import type { TrainedNetwork } from '../trainedNetwork';
import type { RunData } from './data';

export interface Trained {
  readonly teacher?: TrainedNetwork;
  /** Seeds whose training diverged are left out. */
  readonly students: readonly SeededNetwork[];
  readonly baselines: readonly SeededNetwork[];
}

export interface SeededNetwork extends TrainedNetwork {
  readonly seed: number;
}

/** Measures every network on the test set, one after the other, and writes the report. */
export function reportStage(context: RunContext, data: RunData, trained: Trained): Promise<Report> {
  return runStage(context, 'report', {}, async () => {
    const { experiment, folder } = context;
    const { test, train, classNames } = data.dataset;
    const networks = [trained.teacher, ...trained.students, ...trained.baselines].filter(
      (network) => network !== undefined,
    );
    let measured = 0;
    const measure = async (network: TrainedNetwork): Promise<NetworkMeasurements> => {
      await context.control.step();
      const measurements = await measureNetwork(context, data, network);
      measured++;
      context.emit({
        type: 'stage-progress',
        stage: 'report',
        done: measured,
        total: networks.length,
        unit: 'networks',
      });
      return measurements;
    };
    const measureSeeds = async (seeded: readonly SeededNetwork[]): Promise<ReportInput['students']> => {
      const all = [];
      for (const network of seeded) all.push({ ...(await measure(network)), seed: network.seed });
      return all;
    };
    const report = buildReport({
      run: folder.id,
      experiment,
      engineTitle: context.engine.title,
      classNames,
      testLabels: test.labels,
      trainLabels: trainingSample(train).labels,
      ...(trained.teacher && { teacher: { ...(await measure(trained.teacher)), ...teacherSeed(context) } }),
      students: await measureSeeds(trained.students),
      baselines: await measureSeeds(trained.baselines),
      warnings: context.warnings,
    });
    writeFileAtomic(folder.reportMarkdown, renderMarkdown(report));
    writeFileAtomic(folder.reportJson, JSON.stringify(report));
    return { output: report, status: 'done', summary: report.verdict.sentence };
  });
}

async function measureNetwork(
  context: RunContext,
  data: RunData,
  trained: TrainedNetwork,
): Promise<NetworkMeasurements> {
  const { network, stage, history } = trained;
  const { test, train } = data.dataset;
  const folder = context.folder.modelFolder(stage);
  const testLogits = await predictLogits(network, test);
  writeSafetensors(
    context.folder.logits(stage),
    [
      { name: 'logits', shape: [test.count, network.classes], values: testLogits },
      { name: 'labels', shape: [test.count], values: test.labels },
    ],
    { split: 'test' },
  );
  return {
    testLogits,
    trainLogits: await predictLogits(network, trainingSample(train)),
    cost: { parameters: network.parameters, bytes: modelBytes(folder), ...(await speed(network, test)) },
    ...(history.keptEpoch !== undefined && { keptEpoch: history.keptEpoch }),
    ...(history.seconds !== undefined && { trainingSeconds: history.seconds }),
    modelFolder: context.folder.relative(folder),
  };
}

function teacherSeed({ experiment: { teacher } }: RunContext): { readonly seed?: number } {
  const trained =
    teacher !== undefined && !(teacher.model.type === 'saved' && teacher.training === undefined);
  return trained ? { seed: teacher.seed } : {};
}
