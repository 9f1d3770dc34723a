import assert from 'node:assert/strict';
import { diagnosticsOf, experimentOf, onlyOf, textOf } from './support';

const numbers = (length: number): number[] => Array.from({ length }, (_, index) => index);

describe('an experiment that is wrong all over', () => {
  it('has the first problems of a list told, and how much was left out', () => {
    const found = diagnosticsOf(textOf({ seeds: numbers(20_000).map((seed) => -1 - seed) }));
    const told = found.filter(({ message }) => message.includes('it must be a whole number'));
    assert.deepEqual(
      told.map(({ path }) => path),
      numbers(100).map((index) => ['seeds', index]),
    );
    assert.deepEqual(
      found.slice(100).map(({ path, message, severity }) => ({ path, message, severity })),
      [
        {
          path: ['seeds', 100],
          message: 'From here on, 900 more problems of this kind are not listed.',
          severity: 'error',
        },
        {
          path: ['seeds', 1000],
          message: 'The 19,000 entries of seeds from here on are not checked yet.',
          severity: 'error',
        },
      ],
    );
  });

  it('has every entry of a long list checked whose beginning is right', () => {
    const seeds = numbers(5000);
    assert.deepEqual(experimentOf(textOf({ seeds })).seeds, seeds);
    assert.deepEqual(onlyOf(diagnosticsOf(textOf({ seeds: seeds.with(4500, -1) }))).path, ['seeds', 4500]);
  });

  it('has every list checked, however wrong another is', () => {
    const model = { type: 'mlp', hidden: Array<string>(5000).fill('a') };
    const found = diagnosticsOf(textOf({ student: { model }, seeds: numbers(5000).with(10, -1) }));
    assert.ok(found.some(({ path }) => path.join('.') === 'seeds.10'));
    assert.ok(found.some(({ path }) => path.join('.') === 'student.model.hidden.0'));
    assert.ok(found.some(({ message }) => message.startsWith('The 4,000 entries of student.model.hidden')));
    assert.ok(found.some(({ message }) => message.startsWith('The 4,000 entries of seeds')));
  });

  it('has unknown fields counted that are not told one by one', () => {
    const fields = Object.fromEntries(numbers(2001).map((index) => [`zz${index}`, index]));
    const found = diagnosticsOf(textOf(fields));
    assert.equal(found.length, 101);
    assert.equal(found.at(-1)?.message, 'From here on, 1,901 more problems of this kind are not listed.');
    assert.deepEqual(found.at(-1)?.path, ['zz100']);
  });

  it('is not called sound because of its many problems across fields', () => {
    const layers = [
      ...Array<object>(500).fill({ layer: 'dense', units: -1 }),
      { layer: 'dense', units: 'classes' },
    ];
    const found = diagnosticsOf(textOf({ student: { model: { type: 'layers', layers } } }));
    assert.ok(found.every(({ severity }) => severity === 'error'));
    assert.equal(found.at(-1)?.message, 'From here on, 400 more problems of this kind are not listed.');
  });
});
