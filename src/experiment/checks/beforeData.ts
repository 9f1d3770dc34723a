import { methodRules, needsTeacher } from '../methods';
import { formatPath, type JsonPath } from '../path';
import type { Problem } from '../problem';
import { trainingFor } from '../resolved';
import type { Experiment } from '../schema/experiment';
import { fingerprint } from '../fingerprint';
import { quote } from '../validation/words';
import { errorAt, warningAt, type Check, type CheckContext } from './check';
import { layerChecks } from './layers';
import { pathsExist } from './paths';

const validation: JsonPath = ['dataset', 'validation'];
const method: JsonPath = ['distillation', 'method'];

function teacherIsGiven({ experiment }: CheckContext): Problem[] {
  if (!needsTeacher(experiment) || experiment.teacher !== undefined) return [];
  const free = Object.entries(methodRules).filter(([, rule]) => !rule.needsTeacher);
  return [
    errorAt(method, {
      causes: [['teacher']],
      message: `The method ${quote(experiment.distillation.method)} learns from a teacher, but no teacher is given.`,
      mend: `Add "teacher": { "model": { … } }, or choose a method without one: ${free.map(([name]) => quote(name)).join(', ')}.`,
      fix: { kind: 'add', path: ['teacher'], value: { model: { type: 'mlp', hidden: [256, 256] } } },
    }),
  ];
}

function teacherIsUsed({ experiment }: CheckContext): Problem[] {
  if (needsTeacher(experiment) || experiment.teacher === undefined) return [];
  return [
    warningAt(['teacher'], {
      causes: [method],
      message: `The method ${quote(experiment.distillation.method)} does not look at the teacher.`,
      mend: 'Remove the teacher, or choose "method": "hinton".',
      fix: { kind: 'remove' },
    }),
  ];
}

/** Each network's training with where its parts are written. */
function trainings(experiment: Experiment) {
  const general = {
    settings: trainingFor(experiment, 'student'),
    at: (field: string): JsonPath => ['training', field],
  };
  const changes = experiment.teacher?.training;
  if (changes === undefined) return [general];
  const teacher = {
    settings: trainingFor(experiment, 'teacher'),
    at: (field: string): JsonPath =>
      field in changes ? ['teacher', 'training', field] : ['training', field],
  };
  return [general, teacher];
}

function warmupFitsTraining({ experiment }: CheckContext): Problem[] {
  return trainings(experiment).flatMap(({ settings, at }) => {
    const { epochs, schedule } = settings;
    if (schedule.warmupEpochs <= epochs) return [];
    const path = [...at('schedule'), 'warmupEpochs'];
    return errorAt(path, {
      causes: [at('epochs')],
      message: `${formatPath(path)} is ${schedule.warmupEpochs}, longer than the whole training: ${formatPath(at('epochs'))} is ${epochs}.`,
      mend: `Warm up for at most ${epochs} epochs, or train longer.`,
    });
  });
}

function stepsHappen({ experiment }: CheckContext): Problem[] {
  return trainings(experiment).flatMap(({ settings, at }) => {
    const { epochs, schedule } = settings;
    if (schedule.type !== 'step' || schedule.everyEpochs < epochs) return [];
    const path = [...at('schedule'), 'everyEpochs'];
    return warningAt(path, {
      causes: [at('epochs')],
      message: `${formatPath(path)} is ${schedule.everyEpochs}, so the learning rate never drops in ${epochs} epochs.`,
      mend: `Choose fewer than ${epochs} epochs between drops, or "type": "constant".`,
    });
  });
}

function stoppingHasValidation({ experiment }: CheckContext): Problem[] {
  if (experiment.dataset.validation !== 0) return [];
  return trainings(experiment).flatMap(({ settings, at }) => {
    if (settings.earlyStopping === undefined) return [];
    return errorAt(at('earlyStopping'), {
      causes: [validation],
      message: `${formatPath(at('earlyStopping'))} needs a validation split, but dataset.validation is 0. The test set is never looked at.`,
      mend: 'Set dataset.validation to 0.1, say, or remove earlyStopping.',
    });
  });
}

function bestHasValidation({ experiment, isWritten }: CheckContext): Problem[] {
  if (experiment.dataset.validation !== 0) return [];
  return trainings(experiment).flatMap(({ settings, at }) => {
    if (settings.keep !== 'best' || !isWritten(at('keep'))) return [];
    return errorAt(at('keep'), {
      causes: [validation],
      message: `${formatPath(at('keep'))} is "best", but dataset.validation is 0: without a validation split no epoch is known to be the best.`,
      mend: 'Set dataset.validation to 0.1, say, or "keep": "last".',
    });
  });
}

function patienceCanRunOut({ experiment }: CheckContext): Problem[] {
  return trainings(experiment).flatMap(({ settings: { epochs, earlyStopping }, at }) => {
    if (earlyStopping === undefined || earlyStopping.patience < epochs) return [];
    const path = [...at('earlyStopping'), 'patience'];
    return warningAt(path, {
      causes: [at('epochs')],
      message: `${formatPath(path)} is ${earlyStopping.patience}, so training can never stop before its ${epochs} epochs are over.`,
      mend: `Choose a patience below ${epochs}, or train longer.`,
    });
  });
}

function seedsDiffer({ experiment: { seeds } }: CheckContext): Problem[] {
  return repetitionsIn(seeds).map(({ entry: seed, index, first }) => {
    return errorAt(['seeds', index], {
      causes: [['seeds', first]],
      message: `The seed ${seed} is given twice: the same student would be trained again and count as two.`,
      mend: 'Give every seed once.',
      fix: { kind: 'remove' },
    });
  });
}

function classNamesDiffer({ experiment }: CheckContext): Problem[] {
  const names = experiment.dataset.classNames ?? [];
  return repetitionsIn(names).map(({ entry: name, index, first }) => {
    return errorAt(['dataset', 'classNames', index], {
      causes: [['dataset', 'classNames', first]],
      message: `The class name ${quote(name)} is given twice, for classes ${first} and ${index}.`,
      mend: 'Give every class a name of its own.',
    });
  });
}

interface Repetition<Entry> {
  readonly entry: Entry;
  readonly index: number;
  readonly first: number;
}

/** The entries that stand further ahead in the list already. */
function repetitionsIn<Entry>(entries: readonly Entry[]): Repetition<Entry>[] {
  const firsts = new Map<Entry, number>();
  return entries.flatMap((entry, index) => {
    const first = firsts.get(entry);
    if (first !== undefined) return [{ entry, index, first }];
    firsts.set(entry, index);
    return [];
  });
}

function testSetIsNotEmpty({ experiment: { dataset } }: CheckContext): Problem[] {
  if (dataset.test !== 0) return [];
  return [
    errorAt(['dataset', 'test'], {
      message: 'dataset.test is 0: there would be no test set, and nothing could be said about the result.',
      mend: 'Hold out a share, "test": 0.2 say, or name test files.',
      fix: { kind: 'replace', text: '0.2' },
    }),
  ];
}

/** The validation share is of what the test set leaves. */
function sharesLeaveTrainingData({ experiment: { dataset } }: CheckContext): Problem[] {
  const { test, validation: held } = dataset;
  if (typeof test !== 'number' || test >= 1 || held >= 1) return [];
  const left = (1 - test) * (1 - held);
  if (left >= 0.2) return [];
  return [
    warningAt(['dataset', 'test'], {
      causes: [validation],
      message: `dataset.test (${test}) and dataset.validation (${held}) leave only ${(100 * left).toFixed(1)} % of the data to train on.`,
      mend: 'Make them smaller: "test": 0.2 and "validation": 0.1, say.',
    }),
  ];
}

function testIsNotTraining({ experiment: { dataset } }: CheckContext): Problem[] {
  if (dataset.format === 'npz' || typeof dataset.test === 'number') return [];
  if (fingerprint(dataset.test) !== fingerprint(dataset.train)) return [];
  return [
    warningAt(['dataset', 'test'], {
      causes: [['dataset', 'train']],
      message: 'dataset.test is the training data itself: the results will look better than they are.',
      mend: 'Hold out a share of it instead, "test": 0.2 say.',
      fix: { kind: 'replace', text: '0.2' },
    }),
  ];
}

function labelIsNotIgnored({ experiment: { dataset } }: CheckContext): Problem[] {
  if (dataset.format !== 'csv') return [];
  const index = dataset.ignore.indexOf(dataset.label);
  if (index < 0) return [];
  return [
    errorAt(['dataset', 'ignore', index], {
      causes: [['dataset', 'label']],
      message: `The column ${JSON.stringify(dataset.label)} is the label, and is ignored as well.`,
      mend: 'Remove it from dataset.ignore; the label is never used as a feature.',
      fix: { kind: 'remove' },
    }),
  ];
}

function augmentedTargetsHaveAugmentation({ experiment, isWritten }: CheckContext): Problem[] {
  const path: JsonPath = ['distillation', 'augmentedTargets'];
  if (experiment.training.augmentation !== undefined || !isWritten(path)) return [];
  if (experiment.distillation.method !== 'hinton') return [];
  return [
    warningAt(path, {
      causes: [['training', 'augmentation'], method],
      message: 'distillation.augmentedTargets says nothing without training.augmentation.',
      mend: 'Remove it, or add "augmentation" to training.',
      fix: { kind: 'remove' },
    }),
  ];
}

function softTargetsCount({ experiment: { distillation } }: CheckContext): Problem[] {
  if (distillation.method !== 'hinton' || distillation.alpha > 0) return [];
  return [
    warningAt(['distillation', 'alpha'], {
      causes: [method],
      message:
        'distillation.alpha is 0: the student learns from the labels only, and the teacher has no say.',
      mend: 'Use 0.9, say, or "method": "labels".',
      fix: { kind: 'replace', text: '0.9' },
    }),
  ];
}

function baselineDiffers({ experiment: { baseline, distillation } }: CheckContext): Problem[] {
  if (baseline === false || fingerprint(baseline) !== fingerprint(distillation)) return [];
  return [
    warningAt(['baseline'], {
      causes: [method],
      message: `Student and baseline both learn by ${quote(distillation.method)}: they will be the same.`,
      mend: 'Set "baseline": false, or another method.',
    }),
  ];
}

/** What must hold before anything is loaded, one rule an entry. */
export const checksBeforeData: readonly Check<CheckContext>[] = [
  teacherIsGiven,
  teacherIsUsed,
  warmupFitsTraining,
  stepsHappen,
  stoppingHasValidation,
  bestHasValidation,
  patienceCanRunOut,
  seedsDiffer,
  classNamesDiffer,
  testSetIsNotEmpty,
  sharesLeaveTrainingData,
  testIsNotTraining,
  labelIsNotIgnored,
  augmentedTargetsHaveAugmentation,
  softTargetsCount,
  baselineDiffers,
  pathsExist,
  ...layerChecks,
];
