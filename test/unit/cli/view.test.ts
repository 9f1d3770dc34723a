import assert from 'node:assert/strict';
import { emptyRun, follow, runningStage, secondsLeft } from '../../../src/trainer/cli/progress/view';
import type { RunEvent } from '../../../src/protocol/events';
import { at, epoch, started, steps, untilStudent } from './support/events';

function fold(events: readonly RunEvent[]) {
  return events.reduce(follow, emptyRun);
}

describe('the run as the command line follows it', () => {
  it('knows the stages, what ended and what runs', () => {
    const view = fold(untilStudent);
    assert.deepEqual(
      view.stages.map((stage) => [stage.key, stage.state]),
      [
        ['data', 'done'],
        ['teacher', 'done'],
        ['soft-targets', 'reused'],
        ['student-1', 'running'],
        ['baseline-1', 'waiting'],
        ['report', 'waiting'],
      ],
    );
    assert.equal(view.name, 'MNIST');
    assert.equal(view.warnings.length, 1);
  });

  it('counts steps, averages the latest losses and keeps the latest validation accuracy', () => {
    const stage = runningStage(fold(untilStudent));
    assert.equal(stage?.done, 110);
    assert.equal(stage.total, 1000);
    assert.equal(stage.loss, 0.5);
    assert.equal(stage.accuracy, 0.9633);
    assert.equal(stage.epoch, 1);
    assert.equal(stage.examplesPerSecond, 41_203);
  });

  it('estimates the time left from the pace between the first and the latest steps', () => {
    const stage = runningStage(fold(untilStudent));
    assert.ok(stage);
    // 100 steps in the 10 s from second 44 to second 54; 890 steps are left.
    assert.equal(secondsLeft(stage), 89);
  });

  it('does not count a pause as work', () => {
    const paused = fold([
      ...untilStudent,
      { type: 'paused', time: at(60) },
      { type: 'continued', time: at(660) },
      steps(
        'student-1',
        664,
        111,
        Array.from({ length: 100 }, () => 0.4),
      ),
    ]);
    const stage = runningStage(paused);
    assert.ok(stage);
    // 200 steps in 620 s, of which 600 s were paused; 790 are left.
    assert.equal(secondsLeft(stage), 79);
    assert.equal(paused.pausedSince, null);
  });

  it('knows no time left before there is a pace', () => {
    const stage = runningStage(
      fold([
        started(),
        { type: 'stage-started', time: at(1), stage: 'teacher', totalSteps: 10, totalEpochs: 1 },
        steps('teacher', 2, 1, [1]),
      ]),
    );
    assert.ok(stage);
    assert.equal(secondsLeft(stage), null);
  });

  it('shows a loss that is not finite as such', () => {
    const stage = runningStage(fold([...untilStudent, steps('student-1', 55, 111, [0.5, null])]));
    assert.equal(stage?.loss, 'not finite');
    assert.equal(
      runningStage(fold([...untilStudent, steps('student-1', 55, 111, [NaN])]))?.loss,
      'not finite',
    );
  });

  it('goes on from the step that a resumed stage names', () => {
    const view = fold([
      ...untilStudent,
      epoch('student-1', 60, 2, 0.97),
      { type: 'run-resumed', time: at(1000) },
      {
        type: 'stage-started',
        time: at(1001),
        stage: 'student-1',
        totalSteps: 1000,
        totalEpochs: 10,
        resumedAtStep: 100,
      },
    ]);
    const stage = runningStage(view);
    assert.equal(stage?.done, 100);
    assert.equal(stage.epoch, 1);
    assert.equal(stage.loss, null);
    assert.deepEqual(
      view.stages.filter((each) => each.state === 'running').map((each) => each.key),
      ['student-1'],
    );
  });

  it('has no running stage between a resume and the next start', () => {
    assert.equal(runningStage(fold([...untilStudent, { type: 'run-resumed', time: at(1000) }])), undefined);
  });

  it('folds a log that has lost its beginning', () => {
    const view = fold(untilStudent.slice(4));
    assert.equal(view.stages[0]?.key, 'teacher');
    assert.equal(runningStage(view)?.key, 'student-1');
  });
});
