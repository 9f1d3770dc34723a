import assert from 'node:assert/strict';
import { RunLooks } from '../../../src/webview/compare/runLooks';
import type { ComparedRun } from '../../../src/webview/pure/comparing';
import { comparedRun } from './support/comparedRun';

function run(id: string, name: string, settings: Readonly<Record<string, string>>): ComparedRun {
  return comparedRun(settings, { id, name });
}

function namesOf(runs: readonly ComparedRun[]): string[] {
  const looks = new RunLooks(runs.map(({ head }) => head.folder));
  looks.know(runs);
  return runs.map((each) => looks.nameOf(each));
}

describe('what compared runs look like', () => {
  it('are called by their names while these tell them apart', () => {
    assert.deepEqual(namesOf([run('a', 'soft', { T: '8' }), run('b', 'hard', { T: '1' })]), ['soft', 'hard']);
  });

  it('are called by the settings that differ where they share a name, and by the id where these do not', () => {
    const common = { 'training.epochs': '10' };
    const runs = [
      run('a', 'mnist', { ...common, 'distillation.temperature': '8' }),
      run('b', 'mnist', { ...common, 'distillation.temperature': '2' }),
      run('c', 'mnist', { ...common, 'distillation.temperature': '2' }),
      run('d', 'mine', { ...common, 'distillation.temperature': '4' }),
    ];
    assert.deepEqual(namesOf(runs), [
      'mnist · temperature 8',
      'mnist · temperature 2 · b',
      'mnist · temperature 2 · c',
      'mine',
    ]);
  });

  it('write out what would act in a name or a setting', () => {
    const runs = ['\u202e8', '2'].map((T, index) => run(String(index), 'a\nb', { T }));
    for (const name of namesOf(runs)) assert.doesNotMatch(name, /[\n\u202e]/u);
  });

  it('keep their colours whatever is known of them', () => {
    const runs = Array.from({ length: 9 }, (_, index) => run(String(index), 'x', {}));
    const looks = new RunLooks(runs.map(({ head }) => head.folder));
    const colours = runs.map((each) => looks.colourOf(each));
    looks.know(runs.slice(3));
    assert.deepEqual(
      runs.map((each) => looks.colourOf(each)),
      colours,
    );
    assert.equal(new Set(colours).size, 8);
  });
});
