import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { StageKey } from '../../../src/protocol/events';
import type { NetworkReport, Report, Role } from '../../../src/protocol/report';
import { RunFolder } from '../../../src/runs';
import { roleOf } from '../../../src/webview/pure/runModel';
import { writeTestLogits } from './testLogits';

/** Names that would do harm on a page that took them for more than text. */
export const HOSTILE_NAMES = [
  '<img src=x onerror="globalThis.harmed = true">',
  '"><script>globalThis.harmed = true</script>',
  'x'.repeat(10_000),
  'line\nbreak\u001b[31m\u202egnp.exe',
];

export interface RecordOptions {
  readonly epochs: number;
  /** All but `done` end, or are, half way through the student, without a report. */
  readonly end: 'done' | 'live' | 'crashed' | 'failed' | 'stopped';
  /** `nothing`: not even the data was read. `teacher`: that is all that the run trains. */
  readonly reaches?: 'nothing' | 'teacher' | 'student';
  readonly temperature?: number;
  readonly stepsInEpoch?: number;
  /** Of students and baselines, only of a run that is done. */
  readonly seeds?: number;
  /** Named `class 0` and so on; by default there is one for each hostile name. */
  readonly classes?: number;
  /** `student`: the teacher's training is not on record, as when it was cached, and the student's is, to its last epoch. */
  readonly trains?: 'all' | 'student';
  /** Examples to which the answers of teacher and student are on record, when the run is done; none by default. */
  readonly testExamples?: number;
}

/** Of a teacher that was not trained in the run. */
export const REUSED_ACCURACY = 0.9375;

/** How high the losses of a role lie, so that its curves are seen beside the others. */
const LOSS_LEVELS = { teacher: 0.7, student: 1, baseline: 1.3 } as const;

/** Writes the record of a run that never was. Its losses fall smoothly, but for one that is not finite. */
export class SyntheticRecord {
  readonly folder: RunFolder;
  private readonly temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'page-'));
  private readonly classNames: readonly string[];
  private readonly stepsInEpoch: number;
  private time = Date.UTC(2026, 0, 1);

  constructor(options: RecordOptions) {
    const { classes, stepsInEpoch = 50 } = options;
    this.stepsInEpoch = stepsInEpoch;
    this.classNames =
      classes === undefined ? HOSTILE_NAMES : Array.from({ length: classes }, (_, index) => `class ${index}`);
    this.folder = new RunFolder(path.join(this.temporary, '.distillery', 'runs', 'run-<b>1'));
    this.folder.create();
    this.write(options);
  }

  remove(): void {
    fs.rmSync(this.temporary, { recursive: true, force: true });
  }

  append(...events: readonly object[]): void {
    const lines = events.map((event) => `${JSON.stringify({ time: (this.time += 100), ...event })}\n`);
    fs.appendFileSync(this.folder.events, lines.join(''));
  }

  /** One epoch of one network. */
  appendEpoch(stage: StageKey, epoch: number): void {
    const first = (epoch - 1) * this.stepsInEpoch + 1;
    const level = LOSS_LEVELS[roleOf(stage) ?? 'student'];
    const losses = Array.from(
      { length: this.stepsInEpoch },
      (_, index) => (3 * level) / Math.sqrt(first + index),
    );
    const withGap = losses.map((loss, index) => (first + index === 7 ? null : loss));
    this.append(
      {
        type: 'steps',
        stage,
        first,
        examplesPerSecond: 1000,
        total: withGap,
        hard: losses,
        ...(stage.startsWith('student') && { soft: losses.map((loss) => loss / 2) }),
        learningRate: losses.map(() => 0.001),
      },
      {
        type: 'epoch',
        stage,
        epoch,
        step: epoch * this.stepsInEpoch,
        train: { loss: level / epoch, accuracy: 1 - (0.4 * level) / epoch },
        validation: { loss: (1.1 * level) / epoch, accuracy: 1 - (0.5 * level) / epoch },
        best: true,
        seconds: 0.2,
      },
      { type: 'soft-targets', stage, epoch, step: epoch * this.stepsInEpoch, logits: this.logits(epoch / 3) },
    );
  }

  private write(options: RecordOptions): void {
    const { epochs, end, temperature = 4, reaches = 'student' } = options;
    fs.writeFileSync(this.folder.experiment, JSON.stringify(frozenExperiment(temperature, epochs)));
    fs.writeFileSync(this.folder.log, `${HOSTILE_NAMES[0] ?? ''}\nsecond line\n`);
    const stages =
      reaches === 'teacher'
        ? ['data', 'teacher']
        : ['data', 'teacher', 'soft-targets', 'student-1', 'baseline-1', 'report'];
    this.append({ type: 'run-started', version: 1, run: this.folder.id, name: HOSTILE_NAMES[0], stages });
    if (reaches !== 'nothing') this.writeStages(options);
    if (end === 'live') this.claimToLive();
    else if (end !== 'crashed') this.append({ type: 'run-ended', status: end, summary: HOSTILE_NAMES[1] });
  }

  private writeStages(options: RecordOptions): void {
    const { epochs, end, seeds = 1, trains = 'all', reaches = 'student', testExamples = 0 } = options;
    this.append({ type: 'stage-started', stage: 'data' }, this.stageEnd('data'));
    this.append({
      type: 'stage-started',
      stage: 'teacher',
      totalSteps: epochs * this.stepsInEpoch,
      totalEpochs: epochs,
    });
    if (trains === 'all') for (let epoch = 1; epoch <= epochs; epoch++) this.appendEpoch('teacher', epoch);
    this.append(trains === 'all' ? this.stageEnd('teacher') : this.reused('teacher'));
    this.append({
      type: 'probes',
      inputShape: [2, 2, 1],
      classNames: this.classNames,
      examples: this.logits(4).map((teacherLogits, index) => ({
        index,
        label: index % this.classNames.length,
        input: [0, 80, 160, 255],
        teacherLogits,
      })),
    });
    const rows = this.classNames.map((_, row) =>
      row === 2 ? null : this.classNames.map((__, column) => (row === column ? 0.7 : 0.1)),
    );
    this.append({ type: 'teacher-soft-targets', meanEntropy: 0.5, classMeans: { temperature: 4, rows } });
    if (reaches === 'teacher') return;
    this.append({ type: 'warning', code: 'few-seeds', message: HOSTILE_NAMES[1], mend: HOSTILE_NAMES[0] });
    this.append({
      type: 'stage-started',
      stage: 'student-1',
      totalSteps: epochs * this.stepsInEpoch,
      totalEpochs: epochs,
    });
    const studentEpochs = end === 'done' || trains === 'student' ? epochs : Math.ceil(epochs / 2);
    for (let epoch = 1; epoch <= studentEpochs; epoch++) this.appendEpoch('student-1', epoch);
    if (end !== 'done') return;
    for (let seed = 2; seed <= seeds; seed++) {
      this.append({
        type: 'stage-started',
        stage: `student-${seed}`,
        totalSteps: epochs * this.stepsInEpoch,
      });
      for (let epoch = 1; epoch <= epochs; epoch++) this.appendEpoch(`student-${seed}`, epoch);
      this.append(this.stageEnd(`student-${seed}`));
    }
    this.append(this.stageEnd('student-1'), {
      type: 'stage-started',
      stage: 'baseline-1',
      totalSteps: this.stepsInEpoch,
    });
    this.appendEpoch('baseline-1', 1);
    this.append(this.stageEnd('baseline-1'));
    for (const stage of testExamples > 0 ? (['teacher', 'student-1', 'baseline-1'] as const) : []) {
      writeTestLogits(this.folder, stage, this.classNames.length, testExamples);
    }
    fs.writeFileSync(this.folder.reportJson, JSON.stringify(report(this.folder.id, this.classNames)));
  }

  private stageEnd(stage: string): object {
    return { type: 'stage-ended', stage, status: 'done', seconds: 1, summary: HOSTILE_NAMES[0] };
  }

  private reused(stage: string): object {
    return {
      ...this.stageEnd(stage),
      status: 'reused',
      accuracy: { split: 'validation', value: REUSED_ACCURACY },
    };
  }

  private logits(sharpness: number): number[][] {
    return Array.from({ length: 6 }, (_, example) =>
      this.classNames.map((__, index) =>
        index === example % this.classNames.length ? sharpness : index / 5,
      ),
    );
  }

  private claimToLive(): void {
    const process_ = {
      pid: process.pid,
      startToken: null,
      host: os.hostname(),
      controlAddress: '',
      startedAt: 0,
    };
    fs.writeFileSync(this.folder.process, JSON.stringify(process_));
    this.time = Date.now();
    this.append({ type: 'heartbeat' });
  }
}

function frozenExperiment(temperature: number, epochs: number): object {
  return {
    source: '/nowhere.distill.json',
    overrides: [],
    scope: 'full',
    cache: 'use',
    experiment: {
      name: HOSTILE_NAMES[0],
      distillation: { method: 'hinton', temperature, alpha: 0.9 },
      training: { epochs, batchSize: 32 },
    },
  };
}

function network(role: Role, errors: number, classes: number): NetworkReport {
  const examples = 400;
  return {
    role,
    seed: 1,
    test: {
      examples,
      errors,
      accuracy: 1 - errors / examples,
      accuracyInterval: [1 - (errors + 9) / examples, 1 - errors / 2 / examples],
      loss: 0.1,
      calibrationError: 0.02,
      reliability: [
        { low: 0, high: 0.5, count: 0, confidence: null, accuracy: null },
        { low: 0.5, high: 1, count: examples, confidence: 0.9, accuracy: 0.95 },
      ],
      confusion: Array.from({ length: classes }, (_, row) =>
        Array.from({ length: classes }, (__, column) => (row === column ? 97 : 1)),
      ),
    },
    trainAccuracy: 0.99,
    generalizationGap: 0.01,
    cost: { parameters: 1000, bytes: 5000, latency: { p50: 0.4, p95: 0.5 }, throughput: 10_000 },
    modelFolder: `models/${role}`,
  };
}

function report(run: string, classNames: readonly string[]): Report {
  return {
    version: 1,
    run,
    name: HOSTILE_NAMES[0] ?? '',
    method: 'hinton',
    engine: 'none',
    settings: [],
    classNames,
    teacher: network('teacher', 4, classNames.length),
    students: [network('student', 12, classNames.length)],
    baselines: [network('baseline', 20, classNames.length)],
    studentAccuracy: { mean: 0.97 },
    baselineAccuracy: { mean: 0.95 },
    verdict: { kind: 'helped', sentence: HOSTILE_NAMES[1] ?? '' },
    warnings: [{ code: 'few-seeds', message: HOSTILE_NAMES[1] ?? '', mend: HOSTILE_NAMES[0] ?? '' }],
  };
}
