import assert from 'node:assert/strict';
import fc from 'fast-check';
import { displayWidth, truncate, visibleText, wrap } from '../../../src/common/text';

describe('visibleText', () => {
  it('writes out what would act on a screen', () => {
    assert.equal(
      visibleText('a\u001b[31mb\r\n\u202ec\u2028'),
      'a\\u{1b}[31mb\\u{d}\\u{a}\\u{202e}c\\u{2028}',
    );
    assert.equal(visibleText('\ud800'), '\\u{d800}');
  });

  it('leaves words of any script and joined emoji alone', () => {
    for (const text of ['naïve', '漢字', 'नमस्ते', '👩‍🔬', '😀']) assert.equal(visibleText(text), text);
  });
});

describe('columns', () => {
  it('are two for wide characters, one for combined letters', () => {
    assert.equal(displayWidth('abc'), 3);
    assert.equal(displayWidth('漢字'), 4);
    assert.equal(displayWidth('e\u0301'), 1);
    assert.equal(displayWidth('👩‍🔬'), 2);
  });

  it('are never more than asked for after truncating', () => {
    assert.equal(truncate('abcdef', 4), 'abc…');
    assert.equal(truncate('abcd', 4), 'abcd');
    assert.equal(truncate('漢字漢字', 4), '漢…');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 20 }), (text, width) => {
        assert.ok(displayWidth(truncate(text, width)) <= width);
      }),
    );
  });

  it('are no room for letters with accents without end', () => {
    const tower = `e${'\u0301'.repeat(10_000)}`;
    assert.ok(truncate(tower.repeat(2), 5).length < 200);
    assert.equal(truncate('e\u0301'.repeat(5), 5), 'e\u0301'.repeat(5));
  });
});

describe('wrap', () => {
  it('breaks at spaces, never before a percent sign', () => {
    assert.deepEqual(wrap('one two three', 8), ['one two', 'three']);
    assert.deepEqual(wrap('about 95 % interval', 8), ['about', '95 %', 'interval']);
    assert.deepEqual(wrap('a verylongword b', 5), ['a', 'verylongword', 'b']);
  });

  it('loses nothing', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '漢') })),
        fc.nat(30),
        (words, width) => {
          const text = words.join(' ');
          assert.equal(wrap(text, width).join(' '), text);
        },
      ),
    );
  });
});
