import assert from 'node:assert/strict';
import { readoutAt } from '../../../src/webview/charts/chartReadout';
import type { ChartLine, ChartView } from '../../../src/webview/charts/chartView';

const line = (name: string, look: ChartLine['look'] = 'plain'): ChartLine => ({
  key: name,
  name,
  group: name,
  colour: '--run-0',
  look,
  x: [1, 2, 3],
  y: [1, 2, 3],
});

const view: ChartView = {
  lines: [line('first'), line('raw', 'faint'), line('second')],
  bands: [
    { key: 'second', name: 'second', colour: '--run-0', look: 'plain', x: [1, 2], low: [0, 0], high: [9, 9] },
  ],
  range: [1, 3],
  xScale: 'linear',
  yScale: 'linear',
  outliers: 'shown',
  xLabel: 'Step',
  formatX: String,
  formatY: String,
};

describe('the readout of a chart', () => {
  const x = [1, 2, 3];
  const [high, low] = [
    [9, 8, 7],
    [0, 1, 2],
  ];

  it('tells the values of all lines but the raw ones, with the band of those that have one', () => {
    const text = readoutAt(view, [x, high, low, [5, 6, 7], [1, 1, 1], [3, 4, 5]], {
      index: 1,
      group: undefined,
    });
    assert.equal(text, 'Step 2 · first 6.00 · second 4.00 (1.00 – 8.00)');
  });

  it('begins with the lines that stand out', () => {
    const text = readoutAt(view, [x, high, low, [5, 6, 7], [1, 1, 1], [3, 4, 5]], {
      index: 0,
      group: 'second',
    });
    assert.equal(text, 'Step 1 · second 3.00 (0 – 9.00) · first 5.00');
  });

  it('takes the value just before where a line has none, and none from a gap', () => {
    const text = readoutAt(view, [x, high, low, [5, undefined, 7], [1, 1, 1], [3, null, 5]], {
      index: 1,
      group: undefined,
    });
    assert.equal(text, 'Step 2 · first 5.00');
  });
});
