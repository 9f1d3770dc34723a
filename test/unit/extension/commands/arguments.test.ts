import { strict as assert } from 'node:assert';
import {
  fileOf,
  isAboutSelection,
  numberOf,
  queuedIdOf,
  runFolderOf,
  runFoldersOf,
  textOf,
} from '../../../../src/extension/commands/argument';
import { conditionNames, fulfilledBySome, fulfils } from '../../../../src/extension/commands/conditions';
import { runEntry } from '../explorer/entries';

const uri = { scheme: 'file', fsPath: '/work/a.distill.json' };
const useless = [
  undefined,
  null,
  3,
  'text',
  [],
  {},
  { run: 3 },
  { run: { folder: 'x' } },
  { experiment: {} },
];

describe('What a command is called with', () => {
  it('is a file as a Uri, a row, or an object with a Uri', () => {
    assert.equal(fileOf(uri), uri.fsPath);
    assert.equal(fileOf({ experiment: { uri, name: 'a' } }), uri.fsPath);
    assert.equal(fileOf({ experiment: uri, temperature: 4 }), uri.fsPath);
    assert.equal(fileOf({ scheme: 'git', fsPath: '/work/a.distill.json' }), undefined);
    for (const argument of useless) assert.equal(fileOf(argument), undefined);
  });

  it('is a run as a row or by its folder', () => {
    const row = { kind: 'run', run: runEntry('a') };
    assert.equal(runFolderOf(row), row.run.folder.path);
    assert.equal(runFolderOf({ run: '/x/.distillery/runs/b' }), '/x/.distillery/runs/b');
    for (const argument of useless) assert.equal(runFolderOf(argument), undefined);
  });

  it('is every selected row, each once, where several are selected', () => {
    const [a, b] = [{ run: '/runs/a' }, { run: '/runs/b' }];
    assert.deepEqual(runFoldersOf(a, [a, b, a]), ['/runs/a', '/runs/b']);
    assert.deepEqual(runFoldersOf(a, undefined), ['/runs/a']);
    assert.deepEqual(runFoldersOf(undefined, undefined), []);
    assert.deepEqual(runFoldersOf(a, [b, { kind: 'group' }]), ['/runs/b']);
  });

  it('is a queued run, the selection, a text or a number', () => {
    assert.equal(queuedIdOf({ queued: { id: 'q1' } }), 'q1');
    assert.equal(isAboutSelection({ from: 'selection' }), true);
    assert.equal(textOf({ target: '/x' }, 'target'), '/x');
    assert.equal(numberOf({ temperature: 8 }, 'temperature'), 8);
    assert.equal(numberOf(8, 'temperature'), 8);
    assert.equal(numberOf({ temperature: NaN }, 'temperature'), undefined);
    for (const argument of useless) {
      assert.equal(queuedIdOf(argument), undefined);
      assert.equal(isAboutSelection(argument), false);
      assert.equal(textOf(argument, 'target'), undefined);
    }
  });
});

describe('What a run must be', () => {
  const running = runEntry('a', { summary: { status: 'running' } });
  const paused = runEntry('b', { summary: { status: 'paused' } });
  const crashed = runEntry('c', { summary: { status: 'crashed', resumable: true } });
  const done = runEntry('d', {
    summary: { hasStudent: true },
    annotations: { starred: true, archived: true },
  });

  it('is told apart', () => {
    const fitting = Object.fromEntries(
      conditionNames.map((name) => [
        name,
        [running, paused, crashed, done]
          .filter((entry) => fulfils(entry, name))
          .map(({ summary }) => summary.id)
          .join(''),
      ]),
    );
    assert.deepEqual(fitting, {
      runs: 'abcd',
      running: 'a',
      paused: 'b',
      live: 'ab',
      ended: 'cd',
      resumable: 'c',
      hasStudent: 'd',
      starred: 'd',
      archived: 'd',
    });
  });

  it('is looked for among all', () => {
    assert.deepEqual([...fulfilledBySome([])], []);
    assert.deepEqual(
      [...fulfilledBySome([running, crashed])],
      ['runs', 'running', 'live', 'ended', 'resumable'],
    );
  });
});
