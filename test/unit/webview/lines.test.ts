import assert from 'node:assert/strict';
import fc from 'fast-check';
import { bucketize } from '../../../src/extension/dashboard/series/buckets';
import { stageAxis } from '../../../src/webview/pure/axes';
import { extremesLine, joinLines, scaleRange, smoothedLine } from '../../../src/webview/pure/lines';

const identity = (step: number): number => step;
const none = new Float64Array(0);

describe('curves from buckets', () => {
  it('show the smallest and largest of all values, however few pixels there are', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 400 }),
        fc.integer({ min: 1, max: 50 }),
        (values, width) => {
          const buckets = bucketize(values, { from: 1, to: values.length, width });
          const { y, x } = extremesLine({ ...buckets, smoothed: none }, identity);
          const shown = y.map((value) => value ?? NaN);
          assert.equal(Math.min(...shown), Math.min(...values));
          assert.equal(Math.max(...shown), Math.max(...values));
          assert.ok(x.every((value, index) => index === 0 || value > (x[index - 1] ?? 0)));
        },
      ),
    );
  });

  it('are the values themselves down at single steps, with gaps as gaps', () => {
    const buckets = bucketize([3, NaN, 2], { from: 1, to: 3, width: 10 });
    assert.deepEqual(extremesLine({ ...buckets, smoothed: none }, identity), {
      x: [1, 2, 3],
      y: [3, null, 2],
    });
  });

  it('put the moving average at the last step of each bucket', () => {
    const buckets = { first: 1, size: 4, last: 6, minimum: none, maximum: none };
    assert.deepEqual(smoothedLine({ ...buckets, smoothed: Float64Array.of(5, NaN) }, identity), {
      x: [4, 6],
      y: [5, null],
    });
  });

  it('come together over one x, and tell a gap from a point that another curve has', () => {
    const joined = joinLines([
      { x: [1, 3, 5], y: [10, null, 50] },
      { x: [2, 3], y: [2, 3] },
    ]);
    assert.deepEqual(joined.x, [1, 2, 3, 5]);
    assert.deepEqual(joined.ys, [
      [10, undefined, null, 50],
      [undefined, 2, 3, undefined],
    ]);
  });

  it('scale to all values, or to the middle ones, without losing a point', () => {
    const line = { x: [], y: [...Array.from({ length: 200 }, (_, index) => index / 100), 1e9] };
    assert.ok((scaleRange([line], 'shown', 'linear')?.[1] ?? 0) > 1e9);
    assert.ok((scaleRange([line], 'clipped', 'linear')?.[1] ?? Infinity) < 3);
    assert.equal(scaleRange([{ x: [1], y: [null] }], 'shown', 'linear'), undefined);
    assert.equal(scaleRange([{ x: [1], y: [-1] }], 'shown', 'log'), undefined);
    const [low = 0, high = 0] = scaleRange([{ x: [1], y: [5] }], 'shown', 'linear') ?? [];
    assert.ok(low < 5 && high > 5);
  });
});

describe('the axis of a stage', () => {
  const head = {
    stage: 'teacher',
    status: 'running',
    step: 30,
    startedAt: 1000,
    examplesPerSecond: 100,
  } as const;
  const epoch = (number: number, time: number) =>
    ({
      type: 'epoch',
      stage: 'teacher',
      epoch: number,
      step: 10 * number,
      time,
      train: { loss: 1, accuracy: 0 },
      best: false,
      seconds: 1,
    }) as const;
  const epochs = [epoch(1, 3000), epoch(2, 4000)];

  it('knows the time at every end of an epoch, and goes on at the present speed', () => {
    const axis = stageAxis('time', head, epochs, 10);
    assert.deepEqual(
      [0, 10, 15, 20, 30].map((step) => axis?.toX(step)),
      [0, 2, 2.5, 3, 4],
    );
  });

  it('goes back from x to the step, for every kind', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('step', 'epoch', 'examples', 'time', 'clock' as const),
        fc.double({ min: 0, max: 30, noNaN: true }),
        (kind, step) => {
          const axis = stageAxis(kind, head, epochs, 10);
          assert.ok(axis);
          assert.ok(Math.abs(axis.toStep(axis.toX(step)) - step) < 1e-4);
        },
      ),
    );
  });

  it('is unknown while nothing has been timed', () => {
    assert.equal(stageAxis('time', { stage: 'teacher', status: 'waiting', step: 0 }, [], 10), undefined);
  });
});
