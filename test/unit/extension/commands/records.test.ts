import { strict as assert } from 'node:assert';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseOverride, readExperiment } from '../../../../src/experiment';
import { parseEngines, obstacleOf, speedOf } from '../../../../src/extension/commands/engineList';
import { experimentFileOf, frozenExperiment, stillSays } from '../../../../src/extension/commands/frozen';
import {
  escapeMarkdown,
  madeSummary,
  summaryMarkdown,
} from '../../../../src/extension/commands/summaryMarkdown';
import { commonTags, knownTags, tagChanges } from '../../../../src/extension/commands/tagChanges';
import type { RunEntry } from '../../../../src/extension/records/entry';
import { RunFolder } from '../../../../src/runs';
import { runEntry } from '../explorer/entries';

describe('Tags', () => {
  const a = runEntry('a', { annotations: { tags: ['paper', 'old'] } });
  const b = runEntry('b', { annotations: { tags: ['paper'] } });
  const c = runEntry('c');

  it('are offered, the most used first', () => {
    assert.deepEqual(knownTags([b, a, c]), ['paper', 'old']);
  });

  it('are ticked when all runs have them', () => {
    assert.deepEqual(commonTags([a, b]), ['paper']);
    assert.deepEqual(commonTags([a, b, c]), []);
    assert.deepEqual(commonTags([]), []);
  });

  it('of a single run stay when several are changed', () => {
    assert.deepEqual(
      tagChanges([a, b], ['paper'], ['new']).map(({ entry, tags }) => [entry.summary.id, tags]),
      [
        ['a', ['old', 'new']],
        ['b', ['new']],
      ],
    );
  });

  it('that are as they were change nothing', () => {
    assert.deepEqual(tagChanges([a, b], ['paper'], ['paper']), []);
    assert.deepEqual(tagChanges([c], [], []), []);
  });
});

describe('Engines', () => {
  const printed = JSON.stringify([
    { name: 'native', title: 'TensorFlow', available: true, gigaflops: 60, versions: {} },
    { name: 'wasm', title: 'WebAssembly', available: true, gigaflops: 12 },
    { name: 'cpu', title: 'JavaScript', available: true, error: 'no\u001b[31m' },
    { name: 'gpu', title: 'Unknown', available: true },
    { name: 'native', title: 'TensorFlow', available: false, reason: 'not installed', mend: 'x' },
    null,
  ]);
  const engines = parseEngines(printed);

  it('are read as the trainer lists them', () => {
    assert.deepEqual(
      engines.map(({ name }) => name),
      ['native', 'wasm', 'cpu', 'native'],
    );
    for (const nonsense of ['', '{', '{}', 'null', '3']) assert.deepEqual(parseEngines(nonsense), []);
  });

  it('show their speed and what stands in the way', () => {
    assert.deepEqual(
      engines.map((engine) => speedOf(engine, engines)),
      ['60.0 GFLOP/s, 5.0× wasm', '12.0 GFLOP/s', '', ''],
    );
    assert.deepEqual(engines.map(obstacleOf), [undefined, undefined, 'no\\u{1b}[31m', 'not installed']);
  });
});

describe('The summary of a run', () => {
  it('without a report tells what is known, and nothing else', () => {
    const summary = madeSummary(
      runEntry('20261124-1', {
        summary: {
          name: '<img src=x> | *digits*',
          status: 'stopped',
          sentence: 'Stopped by [somebody](command:evil)',
          settings: { method: 'hinton', temperature: 4 },
          results: { teacherAccuracy: 0.983, difference: -0.0042 },
        },
      }),
    );
    assert.equal(
      summary,
      [
        '## \\<img src=x\\> \\| \\*digits\\*',
        '',
        'Stopped by \\[somebody\\]\\(command:evil\\)',
        '',
        'Run `20261124-1`',
        '',
        '| | |',
        '|---|---|',
        '| status | stopped |',
        '| method | hinton |',
        '| temperature | 4 |',
        '| teacher accuracy | 98.30 % |',
        '| difference (points) | −0.42 |',
      ].join('\n'),
    );
  });

  it('never lets text become a line or an escape sequence', () => {
    assert.equal(escapeMarkdown('a\nb\u001b[0m'), 'a\\\\u\\{a\\}b\\\\u\\{1b\\}\\[0m');
  });
});

describe('What a run was asked to do', () => {
  let folder = '';
  const example = path.resolve(__dirname, '../../../../examples/digits');
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'frozen-'));
    cpSync(example, folder, { recursive: true });
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function recorded(source: string, overrides: readonly string[]): RunEntry {
    const file = path.join(folder, 'digits.distill.json');
    const read = readExperiment(readFileSync(file, 'utf8'), file, {
      overrides: overrides.map(parseOverride),
    });
    assert.ok(read.ok);
    const distillery = path.join(folder, '.distillery');
    const run = RunFolder.of(distillery, 'one');
    mkdirSync(run.path, { recursive: true });
    const frozen = { source, overrides, scope: 'full', cache: 'use', experiment: read.experiment };
    writeFileSync(run.experiment, JSON.stringify(frozen));
    const entry = runEntry('one', { summary: { experimentFile: source } });
    return { ...entry, folder: run, distillery };
  }

  it('is still what its file says, until that changes', async () => {
    const file = path.join(folder, 'digits.distill.json');
    const entry = recorded(file, ['distillation.temperature=8']);
    assert.equal(await experimentFileOf(entry), file);
    const frozen = await frozenExperiment(entry);
    assert.equal(await stillSays(file, frozen), true);
    writeFileSync(file, readFileSync(file, 'utf8').replace('"temperature": 4', '"temperature": 5'));
    assert.equal(await stillSays(file, frozen), true, 'the override has the last word');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"alpha": 0.9', '"alpha": 0.5'));
    assert.equal(await stillSays(file, frozen), false);
    writeFileSync(file, 'nonsense');
    assert.equal(await stillSays(file, frozen), false);
  });

  it('is found beside the record when it came from another machine', async () => {
    const entry = recorded('C:\\Users\\ada\\digits\\digits.distill.json', []);
    assert.equal(await experimentFileOf(entry), path.join(folder, 'digits.distill.json'));
    rmSync(path.join(folder, 'digits.distill.json'));
    assert.equal(await experimentFileOf(entry), undefined);
  });

  it('is missed with a word when the record has lost it', async () => {
    const entry = recorded(path.join(folder, 'digits.distill.json'), []);
    for (const damage of ['{', '{}', '[]', '{"source":"x","overrides":[1],"experiment":{}}']) {
      writeFileSync(entry.folder.experiment, damage);
      await assert.rejects(frozenExperiment(entry), /does not say what was run/);
    }
  });

  it('is told by its report where there is one', async () => {
    const entry = recorded(path.join(folder, 'digits.distill.json'), []);
    assert.match(await summaryMarkdown(entry), /^## one/);
    writeFileSync(entry.folder.reportMarkdown, '# Report\n\n');
    assert.equal(await summaryMarkdown(entry), '# Report');
  });
});
