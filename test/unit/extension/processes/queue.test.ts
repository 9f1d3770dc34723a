import assert from 'node:assert/strict';
import { readRun } from '../../../../src/runs';
import { requestFor, until, Workplace, type TestWindow } from './window';

describe('the queue', () => {
  let place: Workplace;
  let window: TestWindow;

  beforeEach(() => {
    place = new Workplace();
    window = place.window();
  });

  afterEach(() => place.close());

  it('starts one run after another, in the order that people want', async () => {
    const { queue } = window;
    const first = queue.add(requestFor(place.long));
    const [second, third, fourth] = ['b', 'c', 'd'].map((name) =>
      queue.add(requestFor(place.short, { overrides: [`name=${name}`] })),
    );
    assert.ok(second && third && fourth);
    const order = (): string[] => queue.all().map(({ id }) => id);

    queue.move(fourth.id, 'up');
    assert.deepEqual(order(), [first.id, second.id, fourth.id, third.id]);
    queue.move(second.id, 'down');
    assert.deepEqual(order(), [first.id, fourth.id, second.id, third.id]);
    queue.move(fourth.id, 'up');
    queue.move(third.id, 'down');
    queue.move(first.id, 'down');
    assert.deepEqual(order(), [first.id, fourth.id, second.id, third.id], 'what has started keeps its place');

    queue.cancel(second.id);
    assert.deepEqual(await second.stopped, { kind: 'cancelled' });
    assert.throws(() => {
      queue.cancel(first.id);
    }, /has started/);

    await place.training(first);
    assert.deepEqual(
      queue.all().map(({ state }) => state),
      ['running', 'queued', 'queued'],
    );
    await first.stop();
    await Promise.all([third.stopped, fourth.stopped]);
    const names = (await place.runs()).map((folder) => readRun(folder).name);
    assert.deepEqual(names, ['long', 'd', 'c']);
    assert.deepEqual(
      window.ends.map(({ end }) => end.kind),
      ['cancelled', 'stopped', 'done', 'done'],
    );
  });

  it('runs as many at once as are allowed, and more when that changes', async () => {
    const { queue } = window;
    window.settings = { ...window.settings, maxConcurrentRuns: 2 };
    const runs = [0, 1, 2].map(() => queue.add(requestFor(place.long)));
    const states = (): string => runs.map(({ state }) => state).join(' ');
    await until(() => states() === 'running running queued');
    window.settings = { ...window.settings, maxConcurrentRuns: 3 };
    queue.startNext();
    await until(() => states() === 'running running running');
    await Promise.all(runs.map((run) => run.stop()));
    assert.deepEqual(
      window.ends.map(({ end }) => end.kind),
      ['stopped', 'stopped', 'stopped'],
    );
  });

  it('goes on after a run that fails to start, and tells why it did', async () => {
    const { queue } = window;
    const broken = queue.add(requestFor(place.writeText('broken.distill.json', '{ "name": 1 }')));
    const next = queue.add(requestFor(place.short));
    const end = await broken.stopped;
    assert.ok(end.kind === 'failed' && end.reason.kind === 'invalid-experiment');
    assert.equal((await next.stopped).kind, 'done');
    assert.equal(window.ends.length, 2);
  });
});
