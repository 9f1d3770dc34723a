import assert from 'node:assert/strict';
import { tickSteps, tickText } from '../../../src/webview/pure/ticks';

describe('ticks of an axis', () => {
  it('have as many decimals as their steps need', () => {
    const written = (values: readonly number[], step: number): string[] =>
      values.map((value) => tickText(value, step));
    assert.deepEqual(written([0, 5, 10], 5), ['0', '5', '10']);
    assert.deepEqual(written([0, 0.5, 2], 0.5), ['0', '0.5', '2.0']);
    assert.deepEqual(written([0, 2.5, 5], 2.5), ['0', '2.5', '5.0']);
    assert.deepEqual(written([0.25, 0.5], 0.25), ['0.25', '0.50']);
    assert.deepEqual(written([1, 1.001], 0.001), ['1.000', '1.001']);
  });

  it('are short where they are tiny, and where steps grow', () => {
    assert.equal(tickText(0.0002, 0.0002), '0.0002');
    assert.equal(tickText(0.000012, 0.000002), '1.2e−5');
    assert.equal(tickText(0.0002, 0), '2e−4');
    assert.equal(tickText(0.1, 0), '0.10');
  });

  it('are whole where enough is shown', () => {
    assert.ok(tickSteps(1, 10).every((step) => Number.isInteger(step)));
    assert.ok(tickSteps(1, 3).includes(0.5));
  });
});
