import assert from 'node:assert/strict';
import { type Range, zoomOfKey, zoomTo } from '../../../src/webview/pure/zoom';

describe('zooming a chart', () => {
  const after = (keys: readonly string[], range: Range): Range | undefined =>
    keys.reduce<Range | undefined>((shown, key) => shown && zoomOfKey(key)?.(shown), range);

  it('halves and doubles what is shown around its middle', () => {
    assert.deepEqual(after(['+'], [0, 100]), [25, 75]);
    assert.deepEqual(after(['=', '+'], [0, 100]), [37.5, 62.5]);
    assert.deepEqual(after(['+', '-'], [0, 100]), [0, 100]);
  });

  it('moves by a fifth of what is shown', () => {
    assert.deepEqual(after(['ArrowRight'], [10, 20]), [12, 22]);
    assert.deepEqual(after(['ArrowLeft'], [10, 20]), [8, 18]);
  });

  it('shows all with 0, just that with a selection, and knows no other key', () => {
    assert.equal(after(['0'], [10, 20]), undefined);
    assert.deepEqual(zoomTo([3, 4])([0, 100]), [3, 4]);
    assert.equal(zoomOfKey('x'), undefined);
  });
});
