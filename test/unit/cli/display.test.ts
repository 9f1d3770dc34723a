import assert from 'node:assert/strict';
import { displayWidth } from '../../../src/common/text';
import type { RunEvent } from '../../../src/protocol/events';
import type { OutputFormat } from '../../../src/trainer/cli/session';
import { createRunDisplay } from '../../../src/trainer/cli/progress/display';
import { stageBar } from '../../../src/trainer/cli/progress/stageBar';
import { emptyRun, follow } from '../../../src/trainer/cli/progress/view';
import { uncoloured } from '../../../src/trainer/cli/text/style';
import { at, started, steps, untilStudent } from './support/events';
import { screenAfter } from './support/screen';
import { recordedTerminal, type RecordedTerminalOptions } from './support/terminal';

function outputOf(
  events: readonly RunEvent[],
  options: RecordedTerminalOptions & { readonly format?: OutputFormat; readonly finish?: 'finish' } = {},
): string {
  const terminal = recordedTerminal(options);
  const display = createRunDisplay(terminal, options.format ?? 'text');
  events.forEach(display.show);
  if (options.finish === 'finish') display.finish();
  return terminal.output();
}

const hostile = 'evil\u001b[2J\u001b]0;title\u0007\nname\u202e';

describe('the display of a run', () => {
  describe('on a terminal', () => {
    it('leaves a line for each stage that ended and one bar for the stage that runs', () => {
      const screen = screenAfter(outputOf(untilStudent, { interactive: true, columns: 120 }), 120);
      assert.deepEqual(screen.slice(0, -1), [
        'MNIST  20261124-084702-123-mnist-7f3a',
        '✓ data              54000 training examples, 500 ms',
        '✓ teacher           98.42 % validation accuracy after 2 epochs, 41 s',
        '✓ soft targets      Reused from the cache',
        '! One seed can mislead. Use three.',
      ]);
      const bar = screen.at(-1) ?? '';
      assert.match(bar, /^student, seed 1 4\/6 {2}█+[▏▎▍▌▋▊▉]?░+ {2}11 % {2}epoch 2\/10 {2}loss 0\.5000 {2}/);
      assert.match(bar, /accuracy 96\.33 % {2}/);
      assert.match(bar, / {2}1 min 29 s left$/);
    });

    it('draws a bar whose filled part is the share that is done', () => {
      const bar = stageBar(untilStudent.reduce(follow, emptyRun), 300, uncoloured) ?? '';
      const [drawn = ''] = /[█▏▎▍▌▋▊▉░]+/.exec(bar) ?? [];
      assert.equal(drawn.length, 30);
      // 11 % of 30 columns is 3.3: three whole ones and about two eighths.
      assert.match(drawn, /^███▎░+$/);
    });

    it('leaves nothing of the bar at the end', () => {
      const screen = screenAfter(outputOf(untilStudent, { interactive: true, finish: 'finish' }), 100);
      assert.equal(screen.at(-1), '! One seed can mislead. Use three.');
    });

    for (const columns of [1, 10, 20, 40, 60, 80, 120, 200]) {
      it(`never draws a bar wider than ${columns} columns`, () => {
        let view = emptyRun;
        for (const event of untilStudent) {
          view = follow(view, event);
          const bar = stageBar(view, columns, uncoloured);
          if (bar !== null) assert.ok(displayWidth(bar) <= columns, `${displayWidth(bar)}: ${bar}`);
        }
      });
    }

    it('shows what matters most when it is narrow', () => {
      const view = untilStudent.reduce(follow, emptyRun);
      assert.match(stageBar(view, 72, uncoloured) ?? '', /11 %.*accuracy 96\.33 %/);
      assert.doesNotMatch(stageBar(view, 72, uncoloured) ?? '', /examples\/s/);
      assert.equal(stageBar(view, 14, uncoloured), 'student, seed…');
    });

    it('erases a bar that a narrower window has wrapped', () => {
      const terminal = recordedTerminal({ interactive: true, columns: 120 });
      const display = createRunDisplay(terminal, 'text');
      untilStudent.forEach(display.show);
      const wide = screenAfter(terminal.output(), 120).join('\n');
      const written = terminal.output().length;
      terminal.columns = 40;
      display.finish();
      assert.ok(screenAfter(wide, 40).some((line) => line.includes('░')));
      const screen = screenAfter(wide + terminal.output().slice(written), 40);
      assert.ok(!screen.some((line) => /[█░]|left$/.test(line)), screen.join('\n'));
      assert.ok(screen.some((line) => line.includes('One seed can mislead')));
    });

    it('says that a run is paused', () => {
      const output = outputOf([...untilStudent, { type: 'paused', time: at(60) }], {
        interactive: true,
        columns: 120,
      });
      assert.match(screenAfter(output, 120).at(-1) ?? '', / {2}paused$/);
    });

    it('writes nothing for events that change nothing', () => {
      const events: RunEvent[] = [...untilStudent, { type: 'heartbeat', time: at(61) }];
      const options = { interactive: true, columns: 120 };
      assert.equal(outputOf(events, options), outputOf(untilStudent, options));
    });

    it('uses colour only where it is wanted', () => {
      assert.match(outputOf(untilStudent, { interactive: true, colour: true }), /\u001b\[32m/);
      assert.doesNotMatch(outputOf(untilStudent, { interactive: true }), /\u001b\[[0-9;]*m/);
    });
  });

  describe('in a pipe', () => {
    it('prints a line an epoch and never redraws', () => {
      const lines = outputOf(untilStudent).trimEnd().split('\n');
      assert.ok(!lines.some((line) => line.includes('\u001b') || line.includes('\r')));
      assert.equal(lines.filter((line) => /epoch +\d+\/\d+/.test(line)).length, 3);
      assert.equal(
        lines.find((line) => line.includes('epoch  1/10')),
        '  student, seed 1   epoch  1/10  loss 1.5000  train 99.12 %  validation 96.33 %  41,203 examples/s  3.4 s  best so far',
      );
    });
  });

  describe('as JSON', () => {
    it('prints every event as it is, one a line', () => {
      const lines = outputOf(untilStudent, { format: 'json', interactive: true }).trimEnd().split('\n');
      assert.deepEqual(
        lines.map((line) => JSON.parse(line) as RunEvent),
        untilStudent,
      );
    });
  });

  it('shows how stages fail, diverge and stop', () => {
    const ended = (
      stage: 'teacher' | 'student-1' | 'baseline-1',
      status: 'failed' | 'diverged' | 'stopped',
      summary: string,
    ) => ({ type: 'stage-ended', time: at(5), stage, status, seconds: 4, summary }) satisfies RunEvent;
    const lines = outputOf([
      started(),
      ended('teacher', 'failed', 'No memory'),
      ended('student-1', 'diverged', 'Loss not finite at step 12.'),
      ended('baseline-1', 'stopped', 'Stopped; it can be resumed.'),
    ]).split('\n');
    assert.deepEqual(lines.slice(1, 4), [
      '✗ teacher           failed: No memory',
      '✗ student, seed 1   diverged: Loss not finite at step 12',
      '■ baseline, seed 1  Stopped; it can be resumed',
    ]);
  });

  for (const interactive of [true, false]) {
    it(`shows control characters in names and messages as text (${interactive ? 'terminal' : 'pipe'})`, () => {
      const output = outputOf(
        [
          started(hostile, hostile),
          { type: 'stage-started', time: at(1), stage: 'data' },
          { type: 'stage-progress', time: at(1), stage: 'data', done: 1, total: 2, unit: hostile },
          { type: 'warning', time: at(1), code: 'data', message: hostile, mend: hostile },
          { type: 'stage-ended', time: at(1), stage: 'data', status: 'done', seconds: 1, summary: hostile },
          { type: 'stage-started', time: at(1), stage: `student-${hostile}` as 'student-1', totalSteps: 2 },
          steps(`student-${hostile}` as 'student-1', 2, 1, [1]),
        ],
        { interactive },
      );
      // Throws for every sequence but those that the display itself uses.
      const screen = screenAfter(output, 1000);
      assert.ok(!/\u001b\[2J|\u001b\]|\u0007|\u202e/.test(output));
      assert.ok(screen.some((line) => line.includes('evil\\u{1b}[2J')));
      assert.ok(screen.filter((line) => line.startsWith('name')).length === 0);
    });
  }
});
