import assert from 'node:assert/strict';
import fc from 'fast-check';
import { entropyCurve, entropyShare } from '../../../src/webview/pure/entropyCurve';

/** From the definition, without any helper of ours. */
function plainShare(rows: readonly (readonly number[])[], temperature: number): number {
  const shares = rows.map((logits) => {
    const powers = logits.map((logit) => Math.exp(logit / temperature));
    const sum = powers.reduce((total, power) => total + power, 0);
    const entropy = powers.reduce((total, power) => total - (power / sum) * Math.log(power / sum), 0);
    return entropy / Math.log(logits.length);
  });
  return shares.reduce((total, share) => total + share, 0) / rows.length;
}

const rows = fc.integer({ min: 2, max: 6 }).chain((classes) =>
  fc.array(
    fc.array(fc.double({ min: -8, max: 8, noNaN: true }), { minLength: classes, maxLength: classes }),
    {
      minLength: 1,
      maxLength: 5,
    },
  ),
);

describe('the softness of targets', () => {
  it('is the mean entropy as a part of the largest', () => {
    fc.assert(
      fc.property(rows, fc.double({ min: 0.5, max: 20, noNaN: true }), (logits, temperature) => {
        const difference = entropyShare(logits, temperature) - plainShare(logits, temperature);
        assert.ok(Math.abs(difference) < 1e-5, String(difference));
      }),
    );
  });

  it('is 1 for equal logits, and 0 for one that dwarfs the others', () => {
    assert.ok(Math.abs(entropyShare([[3, 3, 3]], 2) - 1) < 1e-12);
    assert.ok(entropyShare([[1000, 0, 0]], 2) < 1e-12);
  });

  it('never falls with the temperature, from one end of the slider to the other', () => {
    fc.assert(
      fc.property(rows, (logits) => {
        const curve = entropyCurve(logits);
        assert.deepEqual([curve[0]?.temperature, curve.at(-1)?.temperature], [0.5, 20]);
        for (const [index, { share }] of curve.entries()) {
          assert.ok(share >= (curve[index - 1]?.share ?? 0) - 1e-9);
        }
      }),
    );
  });
});
