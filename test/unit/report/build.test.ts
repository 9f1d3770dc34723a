import assert from 'node:assert/strict';
import { buildReport } from '../../../src/trainer/report';
import { costOf, experimentOf, inputOf, logitsOf, networkOf, withoutTeacher, TRAIN_EXAMPLES } from './sample';

function near(actual: number | undefined, expected: number, tolerance = 1e-9): void {
  assert.ok(Math.abs((actual ?? NaN) - expected) <= tolerance, `${actual}, not ${expected}`);
}

function codesOf(input: Parameters<typeof buildReport>[0]): string[] {
  return buildReport(input).warnings.map(({ code }) => code);
}

describe('buildReport', () => {
  it('puts the measured figures of each network in the order of the seeds', () => {
    const report = buildReport(inputOf([20, 24, 27], [30, 31, 35]));
    assert.deepEqual(
      report.students.map(({ seed, role, test }) => [seed, role, test.errors]),
      [
        [1, 'student', 20],
        [2, 'student', 24],
        [3, 'student', 27],
      ],
    );
    assert.deepEqual(
      report.baselines.map(({ test }) => test.errors),
      [30, 31, 35],
    );
    assert.equal(report.teacher?.test.errors, 10);
    assert.equal(report.teacher.agreementWithTeacher, undefined);
    const [student] = report.students;
    assert.equal(student?.trainAccuracy, 0.99);
    near(student.generalizationGap, 0.99 - 0.98);
    // The teacher errs on the first 10, the student on the first 20, in the same way.
    near(student.agreementWithTeacher, 0.99);
    assert.ok((student.divergenceFromTeacher ?? 0) > 0);
    assert.equal(student.keptEpoch, 10);
    assert.equal(student.modelFolder, 'models/1');
  });

  it('summarises over seeds', () => {
    const report = buildReport(inputOf([20, 24, 27], [30, 31, 35]));
    near(report.studentAccuracy?.mean, 1 - 71 / 3000);
    // Deviation of 20, 24, 27: √(74/3/2)… by hand √12.3333.
    near(report.studentAccuracy?.standardDeviation, Math.sqrt(37 / 3) / 1000);
    near(report.comparison?.mean, 25 / 3000);
    near(report.comparison?.standardDeviation, Math.sqrt(7 / 3) / 1000);
    const half = (4.302652729749462 * Math.sqrt(7 / 3)) / 1000 / Math.sqrt(3);
    near(report.comparison?.interval?.[0], 25 / 3000 - half);
    near(report.comparison?.interval?.[1], 25 / 3000 + half);
  });

  it('divides the teacher’s cost by the student’s', () => {
    const report = buildReport(inputOf([20, 24], [30, 31]));
    near(report.compression?.parameters, 10);
    near(report.compression?.bytes, 402_000 / 42_000);
    near(report.speedUp?.latency, 10);
    near(report.speedUp?.throughput, 10);
  });

  it('averages what was measured for each seed before dividing', () => {
    const students = [
      networkOf(1, 20, 2, 10_000),
      { ...networkOf(2, 20, 2, 10_000), cost: { ...costOf(10_000), latency: { p50: 0.03, p95: 0.04 } } },
    ];
    near(buildReport(inputOf([], [30, 31], { students })).speedUp?.latency, 0.1 / 0.02);
  });

  it('pairs only the seeds that have both networks', () => {
    const students = [networkOf(1, 20, 2, 10_000), networkOf(3, 27, 2, 10_000)];
    const report = buildReport(inputOf([], [30, 31, 35], { students }));
    assert.deepEqual(report.comparison?.seeds, [1, 3]);
    near(report.comparison.differences[1], 0.008);
  });

  it('does without a teacher and without a baseline', () => {
    const input = withoutTeacher([20, 24, 27], [], {
      experiment: experimentOf({ distillation: { method: 'labels' }, baseline: false }),
    });
    const report = buildReport(input);
    for (const absent of [
      'teacher',
      'comparison',
      'compression',
      'speedUp',
      'baselineAccuracy',
      'temperature',
      'alpha',
    ] as const) {
      assert.ok(!(absent in report), absent);
    }
    assert.equal(report.verdict.kind, 'not-compared');
    assert.deepEqual(report.warnings, []);
  });

  it('does without any student, when all diverged', () => {
    const report = buildReport(inputOf([], [30, 31, 35]));
    assert.ok(!('studentAccuracy' in report));
    assert.equal(report.verdict.sentence, 'Not compared: no student was trained to its end.');
  });

  it('names method, settings and engine, and survives JSON unchanged', () => {
    const report = buildReport(inputOf([20, 24, 27], [30, 31, 35]));
    assert.deepEqual([report.method, report.temperature, report.alpha], ['hinton', 4, 0.9]);
    const settings = new Map(report.settings.map(({ name, value }) => [name, value]));
    assert.equal(settings.get('Teacher'), 'mlp, hidden 1200-1200, activation relu, dropout 0.5');
    assert.equal(settings.get('Seeds'), '1, 2, 3');
    assert.deepEqual(JSON.parse(JSON.stringify(report)), report);
  });

  it('shows an α of 0 among the settings', () => {
    const report = buildReport(
      inputOf([20], [30], { experiment: experimentOf({ distillation: { method: 'hinton', alpha: 0 } }) }),
    );
    assert.match(report.settings.find(({ name }) => name === 'Method')?.value ?? '', /alpha 0(,|$)/);
  });
});

describe('warnings of a report', () => {
  it('are none for a good teacher, a smaller student, fitting targets and three seeds', () => {
    assert.deepEqual(codesOf(inputOf([20, 24, 27], [30, 31, 35])), []);
  });

  it('tell of a teacher no better than the mean baseline', () => {
    const input = inputOf([20, 24, 27], [30, 31, 35], { teacher: networkOf(0, 32, 0, 100_000) });
    assert.deepEqual(codesOf(input), ['teacher-no-better']);
    assert.match(
      buildReport(input).warnings[0]?.message ?? '',
      /96\.80 % test accuracy against 96\.80 % \(mean of 3 seeds\)/,
    );
    assert.deepEqual(codesOf({ ...input, teacher: networkOf(0, 31, 0, 100_000) }), []);
  });

  it('tell of a student as big as the teacher', () => {
    const input = inputOf([20, 24, 27], [30, 31, 35]);
    assert.deepEqual(codesOf({ ...input, teacher: networkOf(0, 10, 0, 10_000) }), ['student-not-smaller']);
    assert.deepEqual(codesOf({ ...input, teacher: networkOf(0, 10, 0, 10_001) }), []);
  });

  it('tell of targets that are nearly uniform or nearly one-hot', () => {
    const teacherWith = (margin: number) => ({
      ...networkOf(0, 10, 0, 100_000),
      trainLogits: logitsOf(TRAIN_EXAMPLES, 0, margin),
    });
    const input = inputOf([20, 24, 27], [30, 31, 35]);
    const uniform = {
      ...input,
      experiment: experimentOf({ distillation: { method: 'hinton', temperature: 100 } }),
    };
    assert.deepEqual(codesOf(uniform), ['targets-uniform']);
    const oneHot = { ...input, teacher: teacherWith(60) };
    assert.deepEqual(codesOf(oneHot), ['targets-one-hot']);
    assert.match(
      buildReport(oneHot).warnings[0]?.message ?? '',
      /temperature 4 .*mean entropy is 0\.\d{4} nats, 0\.\d %/,
    );
  });

  it('tell of a student that can’t follow its teacher even on training examples', () => {
    const students = [1, 2, 3].map((seed) => networkOf(seed, 100, 20, 10_000));
    const input = inputOf([], [110, 112, 114], { students });
    assert.deepEqual(codesOf(input), ['capacity-gap']);
    assert.match(
      buildReport(input).warnings[0]?.message ?? '',
      /agrees with it 90\.0 % of the time and is 10\.00 points less accurate, with 10\.0× fewer parameters/,
    );
    assert.match(buildReport(input).warnings[0]?.mend ?? '', /teacher assistant/);
    const following = [1, 2, 3].map((seed) => networkOf(seed, 100, 9, 10_000));
    assert.deepEqual(codesOf({ ...input, students: following }), []);
  });

  it('tell of fewer than three compared seeds', () => {
    assert.deepEqual(codesOf(inputOf([20, 24], [30, 31])), ['few-seeds']);
    assert.deepEqual(codesOf(inputOf([20], [30])), ['few-seeds']);
  });

  it('follow those of the run, each once', () => {
    const said = { code: 'few-seeds', message: 'Only two seeds.' } as const;
    const diverged = { code: 'diverged', message: 'student-3 diverged.' } as const;
    const input = inputOf([20, 24], [30, 31], { warnings: [said, diverged, said] });
    assert.deepEqual(buildReport(input).warnings, [said, diverged]);
  });

  it('say what to try, always', () => {
    const input = inputOf([300], [10], { teacher: networkOf(0, 500, 0, 100) });
    const { warnings } = buildReport(input);
    assert.deepEqual(warnings.map(({ code }) => code).sort(), [
      'few-seeds',
      'student-not-smaller',
      'teacher-no-better',
    ]);
    for (const { mend } of warnings) assert.ok((mend ?? '').length > 20);
  });
});
