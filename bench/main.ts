import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { messageOf } from '../src/common/errors';
import { activation } from './activation';
import { classMap } from './classMap';
import { damagedExperiments } from './damagedExperiments';
import { dashboard } from './dashboard';
import { markdownTable, type Figure } from './figure';
import { language } from './language';
import { latency } from './latency';
import { loading } from './loading';
import { describeMachine } from './machine';
import { opening } from './opening';
import { trainerRuns } from './process';
import { record } from './record';
import { runList } from './runList';
import { stream } from './stream';
import { training } from './training';

/** Training comes last: its engine stays in the process. */
const figures: readonly Figure[] = [
  loading,
  activation,
  language,
  damagedExperiments,
  record,
  runList,
  dashboard,
  opening,
  stream,
  classMap,
  latency,
  trainerRuns,
  training,
];
const resultsFile = path.join(__dirname, 'results.json');

/** Measures all, prints tables, and writes `results.json`; a figure that fails doesn't keep the others from being measured. */
async function main(): Promise<void> {
  const machine = describeMachine();
  console.log(`Measured on: ${machine}\n`);
  const results: Record<string, unknown> = { machine, measuredAt: new Date().toISOString() };
  for (const figure of figures) {
    try {
      const measurements = await figure.measure();
      console.log(`### ${figure.title}\n\n${markdownTable(measurements)}\n`);
      results[figure.key] = measurements.values;
    } catch (thrown) {
      console.error(`### ${figure.title}\n\nNot measured: ${messageOf(thrown)}\n`);
      process.exitCode = 1;
    }
  }
  writeFileSync(resultsFile, `${JSON.stringify(results, undefined, 2)}\n`);
  console.log(`The same as JSON: ${path.relative(process.cwd(), resultsFile)}`);
}

void main();
