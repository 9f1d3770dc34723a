import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyEdits } from 'jsonc-parser';
import { filesNamedIn, readExperiment, type TextRange } from '../../../../src/experiment';
import { editsFor, fixAll } from '../../../../src/extension/language/fixes';
import { lensesOf } from '../../../../src/extension/language/lenses';
import { pathPlaceAt } from '../../../../src/extension/language/pathPlace';
import { enoughSeedsAt } from '../../../../src/extension/language/seeds';
import { mutatedExperiment } from './mutations';

const RUNS = 10_000;
const SEED = 20_261_124;
const files = { exists: (file: string) => file.length % 2 === 0 };
const facts = { live: 'student', teacher: 0.9, planned: { students: 3, baselines: 3 } };

function isInside({ offset, length }: TextRange, text: string): boolean {
  return offset >= 0 && length >= 0 && offset + length <= text.length;
}

describe('10,000 experiment files that had accidents', function () {
  this.timeout(180_000);

  it('are each valid or refused at a position inside the file', () => {
    fc.assert(
      fc.property(mutatedExperiment, (text) => {
        const result = readExperiment(text, '/folder/x.distill.json', { files });
        const found = result.ok ? result.warnings : result.diagnostics;
        assert.equal(
          found.some(({ severity }) => severity === 'error'),
          !result.ok,
        );
        const lines = text.split(/\r\n|\r|\n/);
        for (const { range, related, position } of found) {
          assert.ok(isInside(range, text));
          assert.ok(related === undefined || isInside(related, text));
          const line = lines[(position.line ?? 0) - 1];
          assert.ok(line !== undefined && (position.column ?? 0) >= 1);
          assert.ok((position.column ?? 0) <= line.length + 1);
        }
      }),
      { numRuns: RUNS, seed: SEED },
    );
  });

  it('have lenses, links, paths and mends that lie inside them', () => {
    fc.assert(
      fc.property(mutatedExperiment, fc.double({ min: 0, max: 1, noNaN: true }), (text, share) => {
        const offset = Math.floor(share * text.length);
        for (const lens of lensesOf(text, facts)) assert.ok(lens.offset >= 0 && lens.offset <= text.length);
        for (const { range } of filesNamedIn(text, '/folder/x.distill.json'))
          assert.ok(isInside(range, text));
        const place = pathPlaceAt(text, offset);
        assert.ok(place === undefined || (place.nameOffset >= 0 && place.nameOffset <= offset));
        const seeds = enoughSeedsAt(text, offset);
        assert.ok(seeds === undefined || isInside(seeds, text));
      }),
      { numRuns: RUNS, seed: SEED },
    );
  });

  it('are changed by every mend, inside of them', () => {
    fc.assert(
      fc.property(mutatedExperiment, (text) => {
        const result = readExperiment(text, '/folder/x.distill.json', { files });
        const found = result.ok ? result.warnings : result.diagnostics;
        for (const diagnostic of found.slice(0, 10)) {
          const edits = editsFor(text, diagnostic);
          for (const edit of edits) assert.ok(isInside(edit, text));
          if (edits.length > 0) assert.notEqual(applyEdits(text, [...edits]), text);
        }
      }),
      { numRuns: RUNS / 5, seed: SEED },
    );
  });

  it('come to rest when all that is clear is mended', () => {
    fc.assert(
      fc.property(mutatedExperiment, (text) => {
        const mended = fixAll(text, '/folder/x.distill.json', { files });
        assert.equal(fixAll(mended, '/folder/x.distill.json', { files }), mended);
      }),
      { numRuns: RUNS / 50, seed: SEED },
    );
  });
});
