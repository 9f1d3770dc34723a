import assert from 'node:assert/strict';
import {
  shownName,
  shownSentence,
  withoutIcons,
  withoutLinks,
} from '../../../../src/extension/base/shownText';

const HOSTILE = ['<img src=x>', '\u001b[31mred', 'two\nlines', '\u202eturned', 'x'.repeat(10_000)];
/** What VS Code keeps of a notification. */
const NOTIFICATION = 1000;

describe('names in labels and sentences', () => {
  it('are one short line that acts on nothing', () => {
    for (const hostile of HOSTILE) {
      for (const [shown, longest] of [
        [shownName(hostile), 80],
        [shownSentence(hostile), 400],
      ] as const) {
        assert.ok(shown.length <= longest);
        assert.doesNotMatch(shown, /[\u0000-\u001f\u202e]/);
      }
    }
    assert.equal(shownName('MNIST, 98 % (α = 0.5) <b>'), 'MNIST, 98 % (α = 0.5) <b>');
  });

  it('leave room for what mends a mistake', () => {
    const endless = 'x'.repeat(10_000);
    assert.ok(`${shownSentence(endless)} ${shownSentence(endless)}`.length <= NOTIFICATION);
  });

  it('are no icons and no links', () => {
    assert.doesNotMatch(withoutIcons('$(zap) $(sync~spin)'), /\$\(/);
    assert.doesNotMatch(withoutLinks('[press](command:x) [y]( z)'), /\]\(/);
  });
});
