import { meanEntropy } from '../../common/distribution';
import {
  accuracy,
  agreement,
  divergence,
  mean,
  pairedComparison,
  quality,
  standardDeviation,
} from '../../engine/evaluation';
import type { Comparison, NetworkReport, Report, Role, Summary } from '../../protocol/report';
import type { NetworkMeasurements, ReportInput, ReportWarning } from './input';
import { settingsOf } from './settings';
import { judge } from './verdict';
import { capacityWarning, seedsWarning, sizeWarning, targetsWarning, teacherWarning } from './warnings';

/**
 * The report of a run: every figure in it is computed here from what was measured.
 *
 * @throws RangeError when logits, labels and class names don't fit together
 */
export function buildReport(input: ReportInput): Report {
  const { experiment, classNames, testLabels, students, baselines } = input;
  const { distillation } = experiment;
  const teacher = input.teacher && networkReport(input, input.teacher, 'teacher');
  const studentReports = students.map((student) => networkReport(input, student, 'student'));
  const baselineReports = baselines.map((baseline) => networkReport(input, baseline, 'baseline'));
  const studentAccuracy = summaryOf(studentReports.map(({ test }) => test.accuracy));
  const baselineAccuracy = summaryOf(baselineReports.map(({ test }) => test.accuracy));
  const comparison = compare(input);
  return {
    version: 1,
    run: input.run,
    name: experiment.name,
    method: distillation.method,
    ...('temperature' in distillation ? { temperature: distillation.temperature } : {}),
    ...('alpha' in distillation ? { alpha: distillation.alpha } : {}),
    engine: input.engineTitle,
    settings: settingsOf(experiment, input.engineTitle),
    classNames,
    ...(teacher && { teacher }),
    students: studentReports,
    baselines: baselineReports,
    ...(studentAccuracy && { studentAccuracy }),
    ...(baselineAccuracy && { baselineAccuracy }),
    ...(comparison && { comparison }),
    ...(teacher && savings(teacher, studentReports)),
    verdict: judge({
      method: distillation.method,
      ...(comparison && { comparison }),
      ...(studentAccuracy && { studentAccuracy }),
      testExamples: testLabels.length,
      baselineWanted: experiment.baseline !== false,
    }),
    warnings: allWarnings(input, teacher, studentReports, baselineAccuracy, comparison),
  };
}

function networkReport(input: ReportInput, measured: NetworkMeasurements, role: Role): NetworkReport {
  const classes = input.classNames.length;
  const test = quality(measured.testLogits, input.testLabels, classes);
  const trainAccuracy = accuracy(measured.trainLogits, input.trainLabels, classes);
  const { teacher } = input;
  return {
    role,
    ...(measured.seed === undefined ? {} : { seed: measured.seed }),
    test,
    trainAccuracy,
    generalizationGap: trainAccuracy - test.accuracy,
    ...(teacher === undefined || role === 'teacher'
      ? {}
      : {
          agreementWithTeacher: agreement(teacher.testLogits, measured.testLogits, classes),
          divergenceFromTeacher: divergence(teacher.testLogits, measured.testLogits, classes),
        }),
    cost: measured.cost,
    ...(measured.keptEpoch === undefined ? {} : { keptEpoch: measured.keptEpoch }),
    ...(measured.trainingSeconds === undefined ? {} : { trainingSeconds: measured.trainingSeconds }),
    modelFolder: measured.modelFolder,
  };
}

function summaryOf(values: readonly number[]): Summary | undefined {
  if (values.length === 0) return undefined;
  const deviation = standardDeviation(values);
  return { mean: mean(values), ...(deviation === undefined ? {} : { standardDeviation: deviation }) };
}

/** Over the seeds of which there are both networks. */
function compare({ students, baselines, testLabels, classNames }: ReportInput): Comparison | undefined {
  const pairs = students.flatMap((student) => {
    const baseline = baselines.find(({ seed }) => seed === student.seed);
    return baseline === undefined
      ? []
      : [{ seed: student.seed, student: student.testLogits, baseline: baseline.testLogits }];
  });
  return pairs.length === 0 ? undefined : pairedComparison(pairs, testLabels, classNames.length);
}

/** What the student saves against the teacher; costs that were measured for each seed are averaged. */
function savings(
  teacher: NetworkReport,
  students: readonly NetworkReport[],
): Pick<Report, 'compression' | 'speedUp'> {
  if (students.length === 0) return {};
  const costs = students.map(({ cost }) => cost);
  return {
    compression: {
      parameters: teacher.cost.parameters / mean(costs.map(({ parameters }) => parameters)),
      bytes: teacher.cost.bytes / mean(costs.map(({ bytes }) => bytes)),
    },
    speedUp: {
      latency: teacher.cost.latency.p50 / mean(costs.map(({ latency }) => latency.p50)),
      throughput: mean(costs.map(({ throughput }) => throughput)) / teacher.cost.throughput,
    },
  };
}

/** What the run has warned of, and what the figures give reason to; the run's word comes first where both have one. */
function allWarnings(
  input: ReportInput,
  teacher: NetworkReport | undefined,
  students: readonly NetworkReport[],
  baselineAccuracy: Summary | undefined,
  comparison: Comparison | undefined,
): ReportWarning[] {
  const found = [
    ...teacherWarnings(input, teacher, students, baselineAccuracy),
    comparison && seedsWarning(comparison.seeds.length),
  ];
  const said = new Set(input.warnings.map(({ code, message }) => `${code} ${message}`));
  const codes = new Set(input.warnings.map(({ code }) => code));
  const once = input.warnings.filter(({ code, message }) => said.delete(`${code} ${message}`));
  return [
    ...once,
    ...found.filter((warning) => warning !== undefined).filter(({ code }) => !codes.has(code)),
  ];
}

function teacherWarnings(
  { teacher: measured, students: measuredStudents, experiment, classNames, baselines }: ReportInput,
  teacher: NetworkReport | undefined,
  students: readonly NetworkReport[],
  baselineAccuracy: Summary | undefined,
): (ReportWarning | undefined)[] {
  if (teacher === undefined || measured === undefined) return [];
  const classes = classNames.length;
  const { distillation } = experiment;
  const [student] = students;
  return [
    baselineAccuracy && teacherWarning(teacher.test.accuracy, baselineAccuracy.mean, baselines.length),
    student && sizeWarning(teacher.cost.parameters, student.cost.parameters),
    'temperature' in distillation
      ? targetsWarning(
          meanEntropy(measured.trainLogits, classes, distillation.temperature),
          classes,
          distillation.temperature,
        )
      : undefined,
    student &&
      capacityWarning({
        teacherParameters: teacher.cost.parameters,
        studentParameters: student.cost.parameters,
        teacherTrainAccuracy: teacher.trainAccuracy,
        studentTrainAccuracy: mean(students.map(({ trainAccuracy }) => trainAccuracy)),
        studentTrainAgreement: mean(
          measuredStudents.map(({ trainLogits }) => agreement(measured.trainLogits, trainLogits, classes)),
        ),
      }),
  ];
}
