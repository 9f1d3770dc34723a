import assert from 'node:assert/strict';
import fc from 'fast-check';
import { arrange, sortKeys, type Arrangement } from '../../../../src/extension/explorer/arrangement';
import { runEntry } from './entries';

const plain: Arrangement = { group: 'none', sort: 'newest', filter: '', archived: 'hidden' };

function shown(entries: Parameters<typeof arrange>[0], change: Partial<Arrangement> = {}): string[][] {
  return arrange(entries, { ...plain, ...change }).map((group) =>
    group.entries.map(({ summary }) => summary.id),
  );
}

describe('the arrangement of runs', () => {
  it('sorts by a metric, the best first, runs without it last', () => {
    const entries = [
      runEntry('none'),
      runEntry('low', { summary: { results: { studentAccuracy: 0.9, studentBytes: 10 } } }),
      runEntry('high', { summary: { results: { studentAccuracy: 0.98, studentBytes: 500 } } }),
    ];
    assert.deepEqual(shown(entries, { sort: 'studentAccuracy' }), [['high', 'low', 'none']]);
    assert.deepEqual(shown(entries, { sort: 'studentBytes' }), [['low', 'high', 'none']]);
    assert.deepEqual(shown(entries, { sort: 'oldest' }), [['high', 'low', 'none']]);
    assert.deepEqual(shown(entries, { sort: 'name' }), [['high', 'low', 'none']]);
  });

  it('puts those that need a look first when grouped by status', () => {
    const entries = [
      runEntry('a'),
      runEntry('b', { summary: { status: 'crashed' } }),
      runEntry('c', { summary: { status: 'running' } }),
      runEntry('d', { summary: { status: 'crashed' } }),
    ];
    assert.deepEqual(
      arrange(entries, { ...plain, group: 'status' }).map(({ key }) => key),
      ['running', 'crashed', 'done'],
    );
    assert.deepEqual(shown(entries, { group: 'status' }), [['c'], ['b', 'd'], ['a']]);
  });

  it('shows a run under each of its tags, those without at the end', () => {
    const entries = [
      runEntry('bare'),
      runEntry('both', { annotations: { tags: ['paper', 'ablation'] } }),
      runEntry('one', { annotations: { tags: ['paper'] } }),
    ];
    assert.deepEqual(shown(entries, { group: 'tag' }), [['both'], ['both', 'one'], ['bare']]);
  });

  it('finds every word of the filter, whatever its case, in name, settings, tags and star', () => {
    const entries = [
      runEntry('one', { summary: { name: 'MNIST small', settings: { method: 'kd', temperature: 4 } } }),
      runEntry('two', { annotations: { name: 'my MNIST', starred: true, tags: ['paper'] } }),
    ];
    assert.deepEqual(shown(entries, { filter: 'mnist' }), [['one', 'two']]);
    assert.deepEqual(shown(entries, { filter: 'mnist t=4' }), [['one']]);
    assert.deepEqual(shown(entries, { filter: ' starred  #paper' }), [['two']]);
    assert.deepEqual(shown(entries, { filter: 'cifar' }), []);
  });

  it('hides archived runs unless they are asked for', () => {
    const entries = [runEntry('old', { annotations: { archived: true } }), runEntry('new')];
    assert.deepEqual(shown(entries), [['new']]);
    assert.deepEqual(shown(entries, { archived: 'shown' }), [['old', 'new']]);
  });

  it('loses and doubles no run, however it sorts, and keeps the order of equals', () => {
    const accuracy = fc.option(fc.constantFrom(0.1, 0.5, NaN), { nil: undefined });
    fc.assert(
      fc.property(fc.array(accuracy), fc.constantFrom(...sortKeys), (accuracies, sort) => {
        const entries = accuracies.map((value, index) =>
          runEntry(`run-${String(index).padStart(3, '0')}`, {
            summary: { results: value === undefined ? {} : { studentAccuracy: value } },
          }),
        );
        const [ids = []] = shown(entries, { sort });
        assert.deepEqual(
          [...ids].sort(),
          entries.map(({ summary }) => summary.id),
        );
        if (sort !== 'studentAccuracy') return;
        const ranked = ids.map((id) => {
          const value = accuracies[Number(id.slice(4))];
          return { id, value: value === undefined || Number.isNaN(value) ? -1 : value };
        });
        for (const [index, { id, value }] of ranked.entries()) {
          const next = ranked[index + 1];
          if (next) assert.ok(value > next.value || (value === next.value && id < next.id));
        }
      }),
    );
  });
});
