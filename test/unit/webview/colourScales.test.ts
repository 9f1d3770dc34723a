import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cellPixels } from '../../../src/webview/pure/cellPixels';
import {
  colourScale,
  divergingRange,
  luminance,
  mix,
  parseColour,
  positionsOn,
  type Rgb,
  sequentialRange,
  textOn,
} from '../../../src/webview/pure/colourScales';

const channel = fc.integer({ min: 0, max: 255 });
const rgb: fc.Arbitrary<Rgb> = fc.tuple(channel, channel, channel);

describe('colours of a map', () => {
  it('grow with the logarithm of the value', () => {
    const positionOf = positionsOn({ smallest: 0.0001, largest: 1 });
    assert.deepEqual([0.01, -0.01].map(positionOf), [0.5, -0.5]);
    assert.deepEqual([0, NaN, 0.0001, 1, 2, -3].map(positionOf), [0, 0, 0, 1, 1, -1]);
  });

  it('lie between their ends', () => {
    assert.deepEqual(mix([0, 10, 20], [255, 0, 40], 0), [0, 10, 20]);
    assert.deepEqual(mix([0, 10, 20], [255, 0, 40], 1), [255, 0, 40]);
  });

  it('reach from the smallest value of all maps to the largest', () => {
    assert.deepEqual(
      sequentialRange([
        [0.05, NaN, 0.2],
        [0.3, 0.1],
      ]),
      {
        scale: 'sequential',
        smallest: 0.05,
        largest: 0.3,
      },
    );
  });

  it('show no more than a five-hundredth of the largest, and do not exaggerate what is nearly alike', () => {
    assert.equal(sequentialRange([[0, 1e-9, 1]]).smallest, 0.002);
    assert.equal(sequentialRange([[0.099, 0.1]]).smallest, 0.05);
    assert.deepEqual(sequentialRange([[NaN], [0]]), { scale: 'sequential', smallest: 0, largest: 0 });
  });

  it('reach as far below 0 as above for differences', () => {
    assert.deepEqual(divergingRange([0.1, NaN, -0.5]), { scale: 'diverging', smallest: 0.005, largest: 0.5 });
  });

  it('bear a text with a contrast of at least 4.5, whatever they are', () => {
    fc.assert(
      fc.property(rgb, (colour) => {
        const [light, dark] = [luminance(colour), luminance(textOn(colour))].sort((a, b) => b - a);
        assert.ok(((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05) >= 4.5);
      }),
    );
  });

  it('are read as browsers and themes write them', () => {
    assert.deepEqual(parseColour('#1a85ff'), [26, 133, 255]);
    assert.deepEqual(parseColour('rgb(1, 2, 3)'), [1, 2, 3]);
    assert.deepEqual(parseColour('rgba(1 2 3 / 50%)'), [1, 2, 3]);
    assert.deepEqual(parseColour('color(srgb 0.2 1 0 / 0.5)'), [51, 255, 0]);
    assert.equal(parseColour('red'), undefined);
  });
});

describe('a map of one pixel a cell', () => {
  it('has the colours that cells have when each is drawn', () => {
    fc.assert(
      fc.property(
        fc.array(fc.float({ min: -1, max: 1, noNaN: true }), { minLength: 1 }),
        fc.record({ nothing: rgb, low: rgb, high: rgb }),
        (values, colours) => {
          const range = divergingRange(values);
          const pixels = cellPixels({ values, rows: 1, columns: values.length }, range, {
            ...colours,
            missing: [
              [0, 0, 0],
              [0, 0, 0],
            ],
          });
          for (const [place, value] of values.entries()) {
            const drawn = pixels.slice(4 * place, 4 * place + 4);
            const expected = [...colourScale(range, colours)(value), 255];
            expected.forEach((part, index) => {
              assert.ok(
                Math.abs(part - (drawn[index] ?? NaN)) <= 1,
                `${drawn.join()} for ${expected.join()}`,
              );
            });
          }
        },
      ),
    );
  });

  it('is chequered where there is nothing, and where values end too early', () => {
    const black: Rgb = [0, 0, 0];
    const pixels = cellPixels({ values: [NaN, NaN, NaN], rows: 2, columns: 2 }, sequentialRange([[NaN]]), {
      nothing: black,
      low: black,
      high: black,
      missing: [
        [1, 2, 3],
        [4, 5, 6],
      ],
    });
    assert.deepEqual([...pixels], [1, 2, 3, 255, 4, 5, 6, 255, 4, 5, 6, 255, 1, 2, 3, 255]);
  });
});
