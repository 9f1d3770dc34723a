import { readFileSync } from 'node:fs';
import { milliseconds } from '../src/common/format';
import { readExperiment, type Experiment } from '../src/experiment';
import { lensesOf } from '../src/extension/language/lenses';
import { exampleFile, type ExampleName } from './exampleExperiment';
import type { Figure } from './figure';
import { quantile } from './median';

const EDITS = 1000;
/** Code that has run this often is compiled as well as it will ever be. */
const WARM_UP = 200;

interface Latency {
  readonly p50Seconds: number;
  readonly p95Seconds: number;
  readonly firstSeconds: number;
}

/** What an edit of an experiment file costs: its diagnostics, and the lenses above its lines. */
export const language: Figure = {
  key: 'language',
  title: 'Diagnostics and lenses of an experiment file after an edit',
  measure: () => {
    const latencies = (['digits', 'mnist'] as const).map((name) => [name, latencyOf(name)] as const);
    return Promise.resolve({
      columns: ['Experiment', 'p50', 'p95', 'First time'],
      rows: latencies.map(([name, { p50Seconds, p95Seconds, firstSeconds }]) => [
        name,
        ...[p50Seconds, p95Seconds, firstSeconds].map((seconds) => milliseconds(1000 * seconds)),
      ]),
      values: Object.fromEntries(latencies),
    });
  },
};

function latencyOf(name: ExampleName): Latency {
  const file = exampleFile(name);
  const text = readFileSync(file, 'utf8');
  const seconds = Array.from({ length: WARM_UP + EDITS }, (_, edit) => {
    const edited = `${text}\n// ${edit}`;
    const started = performance.now();
    const result = readExperiment(edited, file);
    const lenses = result.ok ? lensesOf(edited, factsOf(result.experiment)) : [];
    const taken = (performance.now() - started) / 1000;
    if (lenses.length === 0) throw new Error(`${file} is no valid experiment.`);
    return taken;
  });
  const warm = seconds.slice(WARM_UP);
  return {
    p50Seconds: quantile(warm, 0.5),
    p95Seconds: quantile(warm, 0.95),
    firstSeconds: seconds[0] ?? NaN,
  };
}

function factsOf({ seeds }: Experiment): Parameters<typeof lensesOf>[1] {
  return {
    last: { status: 'done', accuracy: 0.97, difference: 0.01, age: 3_600_000 },
    teacher: 0.98,
    planned: { students: seeds.length, baselines: seeds.length },
  };
}
