import { describeThisProcess, RunFolder, RunWriter, writeJson } from '../../../src/runs';

/**
 * A program for the test of killed writers: appends a step to the run in its argument, again and again, and prints the
 * number of the last step after every flush.
 */
const folder = new RunFolder(process.argv[2] ?? '');
const first = Number(process.argv[3]);
const writer = RunWriter.open(folder);
writeJson(folder.process, describeThisProcess(''));

function append(step: number): void {
  writer.append({
    type: 'steps',
    stage: 'student-1',
    first: step,
    total: [step],
    hard: [step],
    learningRate: [0.1],
    examplesPerSecond: 1,
  });
  if (step % 50 === 0) {
    writer.flush();
    process.stdout.write(`${step}\n`);
  }
  setImmediate(append, step + 1);
}

append(first);
