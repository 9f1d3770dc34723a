import assert from 'node:assert/strict';
import { contextOf, descriptionOf, iconOf, labelOf } from '../../../../src/extension/explorer/row';
import { runRows } from '../../../../src/extension/explorer/nodes';
import { markdownText } from '../../../../src/extension/explorer/tooltip';
import { statusText } from '../../../../src/extension/status/statusText';
import { runEntry } from './entries';

const training = runEntry('live', {
  summary: {
    status: 'running',
    live: {
      stage: 'student-1',
      epoch: 3,
      totalEpochs: 10,
      accuracy: 0.9761,
      fraction: 0.426,
      secondsLeft: 125,
    },
  },
});

describe('the row of a run', () => {
  it('tells stage, epoch, accuracy and time left of a live run', () => {
    assert.equal(
      descriptionOf(training, 'en'),
      '43 % · student, seed 1 · epoch 3/10 · accuracy 97.6 % · 2 min 05 s left',
    );
  });

  it('tells accuracy, difference and date of one that is done', () => {
    const entry = runEntry('done', {
      summary: {
        startedAt: new Date(2026, 10, 24, 13, 2).getTime(),
        results: { studentAccuracy: 0.979, difference: -0.003 },
      },
      annotations: { starred: true, tags: ['paper'] },
    });
    assert.match(descriptionOf(entry, 'en-GB'), /^★ · 97\.90 % \(−0\.30\) · 24 Nov 2026, 13:02 · #paper$/);
  });

  it('shows names as one line of text, however hostile', () => {
    const label = labelOf(runEntry('x', { summary: { name: `<b>\u001b[31m\n${'y'.repeat(10_000)}` } }));
    assert.ok(label.startsWith('<b>\\u{1b}[31m\\u{a}yyy'));
    assert.ok(label.length <= 80);
    const inMarkdown = markdownText('<img src=x> [a](command:b) `c` $(bug)');
    assert.equal(inMarkdown, '\\<img src=x\\> \\[a\\]\\(command\\:b\\) \\`c\\` &#36;\\(bug\\)');
  });

  it('has a shape, not only a colour, for each verdict and status', () => {
    const ids = (['helped', 'hurt', 'no-clear-difference'] as const).map(
      (verdict) => iconOf(runEntry('r', { summary: { verdict } })).id,
    );
    const states = (['running', 'paused', 'stopped', 'crashed', 'failed'] as const).map(
      (status) => iconOf(runEntry('r', { summary: { status } })).id,
    );
    assert.equal(new Set([...ids, ...states]).size, 8);
  });

  it('names what menus may offer', () => {
    assert.equal(contextOf(training), 'run running live');
    const stopped = runEntry('s', { summary: { status: 'stopped', resumable: true, hasStudent: true } });
    assert.equal(contextOf(stopped), 'run stopped resumable hasStudent');
  });
});

describe('a long list of runs', () => {
  it('shows a page, and one row for all others', () => {
    const entries = Array.from({ length: 10_000 }, (_, index) => runEntry(String(index)));
    const rows = runRows(entries, undefined);
    const last = rows.at(-1);
    assert.equal(rows.length, 201);
    assert.ok(last?.kind === 'older');
    assert.equal(last.entries.length, 9_800);
    assert.equal(runRows(last.entries, last)[0]?.kind, 'run');
  });
});

describe('the status bar', () => {
  it('is silent when nothing runs, else tells the stage and how far it is', () => {
    assert.equal(statusText([], 0), undefined);
    assert.equal(statusText([], 2), '$(clock) 2 queued');
    assert.equal(statusText([training], 0), '$(sync~spin) student, seed 1 43 %');
    assert.equal(statusText([training, training], 1), '$(sync~spin) 2 × student, seed 1 43 % +1');
    const paused = runEntry('p', { summary: { status: 'paused' } });
    assert.equal(statusText([paused], 0), '$(debug-pause) starting');
  });
});
