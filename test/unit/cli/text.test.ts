import assert from 'node:assert/strict';
import fastCheck from 'fast-check';
import { displayWidth } from '../../../src/common/text';
import { bar } from '../../../src/trainer/cli/text/bar';
import { lineWidth, pad, visibleLines } from '../../../src/trainer/cli/text/columns';
import { formatLoss } from '../../../src/trainer/cli/text/loss';
import { formatMoment } from '../../../src/trainer/cli/text/moment';
import { coloured, uncoloured } from '../../../src/trainer/cli/text/style';
import { renderTable } from '../../../src/trainer/cli/text/table';

describe('text on a terminal', () => {
  it('measures lines without their colours', () => {
    assert.equal(lineWidth(coloured.bad(coloured.bold('日本'))), 4);
  });

  it('pads to columns, not characters', () => {
    assert.equal(pad('日本', 6), '日本  ');
    assert.equal(pad('7', 3, 'right'), '  7');
    assert.equal(pad('longer', 3), 'longer');
  });

  it('keeps line breaks where they are wanted and nothing else that acts', () => {
    assert.equal(visibleLines('one\r\ntwo\u001b[2J'), 'one\ntwo\\u{1b}[2J');
  });

  it('writes losses so that their digits tell something', () => {
    assert.equal(formatLoss(0.08123), '0.0812');
    assert.equal(formatLoss(0.0000123), '1.23e-5');
    assert.equal(formatLoss(0), '0.0000');
    assert.equal(formatLoss(12345), '1.23e+4');
    assert.equal(formatLoss(NaN), 'not finite');
    assert.equal(formatLoss('not finite'), 'not finite');
  });

  it('writes moments in local time', () => {
    assert.equal(formatMoment(new Date(2026, 0, 5, 7, 3).getTime()), '2026-01-05 07:03');
  });

  it('draws bars of exactly the width asked for', () => {
    fastCheck.assert(
      fastCheck.property(
        fastCheck.double({ noNaN: true, min: -1, max: 2 }),
        fastCheck.integer({ min: 0, max: 60 }),
        (share, columns) => {
          const { filled, rest } = bar(share, columns, '░');
          assert.equal(displayWidth(filled + rest), columns);
        },
      ),
    );
    assert.equal(bar(0.5, 4).filled, '██');
    assert.equal(bar(3 / 16, 2).filled, '▍');
    assert.equal(bar(1, 3, '░').rest, '');
  });

  describe('tables', () => {
    const rows = [
      { name: 'first', value: '1', text: 'a sentence that is rather long' },
      { name: 'second 日本', value: '22', text: 'short' },
    ];
    const table = (width: number, style = uncoloured): string[] =>
      renderTable(
        [
          { title: 'name', cell: (row: (typeof rows)[number]) => row.name },
          { title: 'value', alignment: 'right', cell: (row) => row.value, mark: (_, marks) => marks.good },
          { title: 'text', cell: (row) => row.text, shortest: 6 },
        ],
        rows,
        width,
        style,
      );

    it('aligns columns', () => {
      assert.deepEqual(table(100), [
        'name         value  text',
        'first            1  a sentence that is rather long',
        'second 日本     22  short',
      ]);
    });

    it('shortens what may be shortened', () => {
      assert.deepEqual(table(32)[1], 'first            1  a sentence …');
      assert.deepEqual(table(10)[1], 'first            1  a sen…');
    });

    it('colours cells without moving the others', () => {
      const [, plain] = table(100);
      const [, painted = ''] = table(100, coloured);
      assert.notEqual(painted, plain);
      assert.equal(lineWidth(painted), displayWidth(plain ?? ''));
    });
  });
});
