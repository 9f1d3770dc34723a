import { mkdirSync, writeFileSync } from 'node:fs';
import { hostname as hostName } from 'node:os';
import path from 'node:path';
import type { RunEvent } from '../../../../src/protocol/events';
import type { NetworkReport, Quality, Report, Role } from '../../../../src/protocol/report';
import { RunFolder, RunWriter, writeJson } from '../../../../src/runs';
import { started, untilStudent } from './events';

/** Writes a run's record below `folder` (its .distillery/runs). */
export function writeRecord(folder: string, id: string, events: readonly RunEvent[]): RunFolder {
  const run = RunFolder.of(path.join(folder, '.distillery'), id);
  const writer = RunWriter.open(run);
  for (const event of events) writer.append(event);
  writer.close();
  return run;
}

export const ids = {
  crashed: '20261122-080000-000-digits-aaaa',
  stopped: '20261123-080000-000-digits-bbbb',
  done: '20261124-080000-000-mnist-cccc',
} as const;

function quality(errors: number): Quality {
  return {
    examples: 10_000,
    errors,
    accuracy: 1 - errors / 10_000,
    accuracyInterval: [0.97, 0.99],
    loss: 0.07,
    calibrationError: 0.012,
    reliability: [],
    confusion: [
      [5000 - errors, errors],
      [0, 5000],
    ],
  };
}

function network(role: Role, seed: number, errors: number, parameters: number): NetworkReport {
  return {
    role,
    seed,
    test: quality(errors),
    trainAccuracy: 0.99,
    generalizationGap: 0.01,
    cost: { parameters, bytes: 4 * parameters, latency: { p50: 0.2, p95: 0.3 }, throughput: 10_000 },
    modelFolder: role === 'teacher' ? 'models/teacher' : `models/${role}-${seed}`,
  };
}

export const report: Report = {
  version: 1,
  run: ids.done,
  name: 'MNIST',
  method: 'hinton',
  temperature: 4,
  alpha: 0.9,
  engine: 'TensorFlow.js on WebAssembly',
  settings: [{ name: 'Epochs', value: '10' }],
  classNames: ['even', 'odd'],
  teacher: network('teacher', 0, 150, 400_000),
  students: [network('student', 1, 210, 50_000)],
  baselines: [network('baseline', 1, 260, 50_000)],
  studentAccuracy: { mean: 0.979 },
  baselineAccuracy: { mean: 0.974 },
  verdict: { kind: 'helped', sentence: 'Distillation helped: +0.50 points.' },
  warnings: [],
};

/** Three runs: one crashed in the student, one stopped, one done with models and a report. */
export function writeRecords(folder: string): Readonly<Record<keyof typeof ids, RunFolder>> {
  const crashed = writeRecord(folder, ids.crashed, [
    started('Digits', ids.crashed),
    ...untilStudent.slice(1),
  ]);
  writeJson(crashed.process, {
    pid: 2 ** 22 + 1,
    startToken: null,
    host: hostName(),
    controlAddress: path.join(folder, 'nobody'),
    startedAt: 0,
  });
  const stopped = writeRecord(folder, ids.stopped, [
    started('Digits', ids.stopped),
    ...untilStudent.slice(1),
    {
      type: 'stage-ended',
      time: 0,
      stage: 'student-1',
      status: 'stopped',
      seconds: 12,
      summary: 'Stopped; it can be resumed.',
    },
    { type: 'run-ended', time: 0, status: 'stopped', summary: 'It can be resumed from where it stopped.' },
  ]);
  const done = writeRecord(folder, ids.done, [
    started('MNIST', ids.done),
    { type: 'run-ended', time: 0, status: 'done', summary: report.verdict.sentence },
  ]);
  writeJson(done.reportJson, report);
  writeJson(path.join(done.path, 'data.json'), {
    fingerprint: 'f',
    inputShape: [28, 28, 1],
    classNames: report.classNames,
    scaling: { type: 'unit', divisor: 255 },
    classCounts: { train: [1, 1], validation: [1, 1], test: [1, 1] },
  });
  for (const stage of ['teacher', 'student-1', 'baseline-1'] as const) {
    mkdirSync(done.modelFolder(stage), { recursive: true });
    writeFileSync(done.model(stage), JSON.stringify({ format: 'layers-model', stage }));
    writeFileSync(path.join(done.modelFolder(stage), 'weights.bin'), Buffer.from(`weights of ${stage}`));
  }
  return { crashed, stopped, done };
}
