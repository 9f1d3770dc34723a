import * as z from 'zod';
import { dataset } from './dataset';
import { baseline, distillation } from './distillation';
import { choice, documented, nonNegativeInteger, positiveInteger, positiveNumber, seed } from './fields';
import { model } from './model';
import { training, trainingChanges } from './training';

export const engineName = choice({
  auto: 'native where it is installed, else wasm.',
  native: 'TensorFlow through tfjs-node.',
  wasm: 'TensorFlow.js on WebAssembly; slower.',
  cpu: 'TensorFlow.js in plain JavaScript; much slower.',
});
export type EngineName = z.output<typeof engineName>;

const engine = z.strictObject({
  name: documented(
    engineName.default('auto'),
    'The engine. One asked for by name that is absent is an error, never replaced by another.',
  ),
  threads: documented(
    positiveInteger.optional(),
    'Threads of the native engine; all cores by default. Results are bit-identical only with the same number.',
  ),
});

const teacher = z.strictObject({
  model: documented(model, "The teacher's network."),
  training: documented(
    trainingChanges.optional(),
    'What differs from the general `training` for the teacher. A saved model is trained only if this is given.',
  ),
  seed: documented(
    seed.default(0),
    "The seed of the teacher's initial weights, order of examples and dropout.",
  ),
});

const student = z.strictObject({
  model: documented(model, "The student's network; smaller than the teacher's."),
});

const record = z.strictObject({
  checkpointSeconds: documented(
    positiveNumber.default(30),
    'Seconds between checkpoints inside an epoch; every epoch ends with one.',
  ),
  probesPerClass: documented(
    nonNegativeInteger.default(2),
    'Examples of each class whose soft targets are recorded every epoch.',
  ),
});

/** The experiment file: what the user writes and everything that a run does. */
export const experimentSchema = z.strictObject({
  $schema: documented(z.string().optional(), 'The JSON Schema of this file, for editors.'),
  name: documented(z.string().min(1).max(200), 'What the experiment is called in lists and reports.'),
  description: documented(z.string().optional(), 'What the experiment is for.'),
  dataset: documented(dataset, 'Where the examples come from and how they are split and scaled.'),
  teacher: documented(
    teacher.optional(),
    'The network whose knowledge is handed down. Needed by every method that has soft targets.',
  ),
  student: documented(student, 'The network that learns.'),
  distillation: documented(distillation.prefault({ method: 'hinton' }), 'What the student learns from.'),
  training: documented(training.prefault({}), 'How networks are trained.'),
  baseline: documented(
    baseline.prefault({ method: 'labels' }),
    'The same student, from the same initial weights in the same order, without the teacher: what distillation is measured against. false: none.',
  ),
  seeds: documented(
    z.array(seed).min(1).default([1]),
    'One student (and baseline) is trained for each seed. With three or more, the report says whether the difference is more than luck.',
  ),
  engine: documented(engine.prefault({}), 'What computes.'),
  record: documented(record.prefault({}), 'What is kept of a run.'),
});

/** An experiment with every default filled in. */
export type Experiment = z.output<typeof experimentSchema>;
/** An experiment as it may be written. */
export type ExperimentInput = z.input<typeof experimentSchema>;
export type TeacherSettings = NonNullable<Experiment['teacher']>;
