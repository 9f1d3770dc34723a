import { strict as assert } from 'node:assert';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'jsonc-parser';
import { readExperiment } from '../../../../src/experiment';
import {
  commandEntries,
  commandId,
  createManifest,
  presenceKey,
  settingGroups,
  walkthrough,
} from '../../../../src/extension/contributions';
import { conditionNames } from '../../../../src/extension/commands/conditions';
import { contextOf } from '../../../../src/extension/explorer/row';
import { l10nBundle } from '../../../../scripts/l10nBundle';
import { OLDEST } from '../../../../scripts/vscode/serverBuild';
import { runEntry } from '../explorer/entries';
import { holds, keysOf, type Context } from './when';

const root = path.resolve(__dirname, '../../../..');

function readRoot(file: string): Readonly<Record<string, unknown>> {
  return JSON.parse(readFileSync(path.join(root, file), 'utf8')) as Record<string, unknown>;
}

/** Every text in a JSON value. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

describe('The manifest', () => {
  const { manifest, texts } = createManifest();
  const packageJson = readRoot('package.json');

  it('is current; if not: npm run manifest', () => {
    for (const [key, value] of Object.entries(manifest)) assert.deepEqual(packageJson[key], value, key);
    assert.deepEqual(readRoot('package.nls.json'), texts);
    assert.deepEqual(readRoot('l10n/bundle.l10n.json'), l10nBundle(root));
  });

  it('allows no VS Code older than the oldest that is tested, and is written for that', () => {
    const { vscode } = packageJson['engines'] as { readonly vscode: string };
    assert.equal(vscode, `^${OLDEST.vscode}`);
    const { '@types/vscode': types } = packageJson['devDependencies'] as Readonly<Record<string, string>>;
    assert.equal(types, OLDEST.vscode);
  });

  it('has a text for every key', () => {
    const keys = textsIn(packageJson).flatMap((text) => /^%(.+)%$/.exec(text)?.[1] ?? []);
    assert.ok(keys.length > 100);
    for (const key of keys) assert.match(texts[key] ?? '', /\S/, key);
    assert.deepEqual(Object.keys(texts).sort(), [...new Set(keys)].sort());
  });

  it('names only files that exist', () => {
    const files = textsIn(manifest).filter((text) => /^(\.\/)?(media|snippets|schemas)\//.test(text));
    assert.ok(files.length >= 10);
    for (const file of files) assert.ok(existsSync(path.join(root, file)), file);
    const icon = readFileSync(path.join(root, String(manifest['icon'])));
    assert.deepEqual([icon.readUInt32BE(16), icon.readUInt32BE(20)], [256, 256]);
  });

  it('describes every setting and gives each a default that it allows', () => {
    const settings = settingGroups.flatMap((group) => Object.entries(group.settings));
    assert.ok(settings.length >= 8);
    for (const [name, { description, schema }] of settings) {
      assert.match(description, /^[A-Z].*\.$/s, name);
      if (schema.type !== 'choice') continue;
      assert.ok(Object.hasOwn(schema.choices, schema.default), name);
      for (const meaning of Object.values(schema.choices)) assert.match(meaning, /\.$/, name);
    }
  });

  it('restricts the setting that names an executable', () => {
    const { untrustedWorkspaces } = manifest['capabilities'] as {
      readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] };
    };
    assert.deepEqual(untrustedWorkspaces.restrictedConfigurations, ['distillery.nodePath']);
  });

  it('activates on an experiment file or a panel of its own, never at every start', () => {
    for (const event of manifest['activationEvents'] as readonly string[]) {
      assert.match(event, /^(workspaceContains:\*\*\/\*\.distill\.json|onWebviewPanel:distillery\.\w+)$/);
    }
  });

  it('refers to its own commands only', () => {
    const commands = new Set<string>(commandEntries().map(([name]) => commandId(name)));
    const named = textsIn([texts, walkthrough.steps.map((step) => step.completedBy)]).flatMap((text) =>
      [...text.matchAll(/(?:command:|onCommand:)(distillery\.\w+)/g)].map(([, command]) => command),
    );
    assert.ok(named.length > 10);
    for (const command of named) assert.ok(commands.has(command ?? ''), command);
  });
});

describe('When commands are offered', () => {
  it('depends only on what somebody sets', () => {
    const ours = ['experiments', 'queued', 'deleted', 'several', ...conditionNames] as const;
    const known = new Set<string>([
      ...ours.map(presenceKey),
      ...['distillery.runsFiltered', 'isWorkspaceTrusted', 'view', 'viewItem', 'focusedView', 'inputFocus'],
      ...['editorTextFocus', 'listMultiSelection', 'resourceFilename', 'resourceScheme'],
    ]);
    for (const [name, { palette, enablement, menus = [], keybindings = [] }] of commandEntries()) {
      const clauses = [
        typeof palette === 'object' ? palette.when : '',
        enablement ?? '',
        ...[...menus, ...keybindings].map(({ when }) => when),
      ].filter((clause) => clause !== '');
      for (const key of clauses.flatMap(keysOf)) assert.ok(known.has(key), `${name}: ${key}`);
    }
  });

  it('runs nothing in an untrusted workspace', () => {
    const starting = [
      ...['runExperiment', 'runWithOverrides', 'trainTeacher', 'runBaseline', 'resume', 'rerun'],
      ...['pause', 'continue', 'stop', 'exportStudent', 'chooseEngine', 'installNativeEngine'],
    ];
    const gated = commandEntries().flatMap(([name, { enablement }]) =>
      enablement === 'isWorkspaceTrusted' ? [name as string] : [],
    );
    assert.deepEqual(gated.sort(), starting.sort());
  });

  /** The commands on the row of a run in the Runs view. */
  function offered(viewItem: string, more: Context = {}): string[] {
    const context = { view: 'distillery.runs', viewItem, ...more };
    return commandEntries().flatMap(([name, { menus = [] }]) =>
      menus.some(({ menu, when }) => menu === 'view/item/context' && holds(when, context)) ? [name] : [],
    );
  }

  it('follows the state of the run', () => {
    const running = offered(contextOf(runEntry('a', { summary: { status: 'running' } })));
    for (const name of ['pause', 'stop', 'openDashboard', 'starRun']) assert.ok(running.includes(name), name);
    for (const name of ['continue', 'resume', 'deleteRun', 'archiveRun', 'exportStudent', 'compareRuns']) {
      assert.ok(!running.includes(name), name);
    }
    const paused = offered(contextOf(runEntry('a', { summary: { status: 'paused' } })));
    assert.ok(paused.includes('continue') && paused.includes('stop') && !paused.includes('pause'));
    const done = offered(contextOf(runEntry('a', { summary: { hasStudent: true } })));
    assert.ok(done.includes('exportStudent') && done.includes('deleteRun') && !done.includes('stop'));
    const crashed = offered(contextOf(runEntry('a', { summary: { status: 'crashed', resumable: true } })));
    assert.ok(crashed.includes('resume') && !crashed.includes('pause'));
  });

  it('follows what people noted', () => {
    const plain = offered(contextOf(runEntry('a')));
    assert.ok(plain.includes('starRun') && plain.includes('archiveRun'));
    assert.ok(!plain.includes('unstarRun') && !plain.includes('unarchiveRun'));
    const noted = offered(contextOf(runEntry('a', { annotations: { starred: true, archived: true } })));
    assert.ok(noted.includes('unstarRun') && noted.includes('unarchiveRun'));
    assert.ok(!noted.includes('starRun') && !noted.includes('archiveRun'));
  });

  it('follows the selection', () => {
    const several = offered(contextOf(runEntry('a')), { listMultiSelection: true });
    for (const name of ['compareRuns', 'tagRun', 'deleteRun', 'copySummary'])
      assert.ok(several.includes(name), name);
    for (const name of ['renameRun', 'openDashboard', 'rerun']) assert.ok(!several.includes(name), name);
  });

  it('offers nothing about runs on other rows', () => {
    assert.deepEqual(offered('queued queued').sort(), [
      'cancelQueuedRun',
      'moveQueuedRunDown',
      'moveQueuedRunUp',
    ]);
    assert.deepEqual(offered('queued starting'), ['cancelQueuedRun']);
    for (const other of ['stage', 'checkpoint', 'artefact', '']) assert.deepEqual(offered(other), []);
  });

  it('offers to run an experiment file wherever it is shown', () => {
    const file = { resourceFilename: 'digits.distill.json', resourceScheme: 'file' };
    const other = { resourceFilename: 'package.json', resourceScheme: 'file' };
    const run = commandEntries().find(([name]) => name === 'runExperiment')?.[1];
    for (const menu of ['editor/title/run', 'explorer/context']) {
      const placement = run?.menus?.find((candidate) => candidate.menu === menu);
      assert.ok(holds(placement?.when ?? 'never', file), menu);
      assert.ok(!holds(placement?.when ?? 'never', other), menu);
    }
  });
});

describe('The snippets', () => {
  const snippets = readRoot('snippets/distill.json') as Readonly<
    Record<
      string,
      { readonly prefix: readonly string[]; readonly body: readonly string[]; readonly description: string }
    >
  >;

  /** The text that a snippet inserts when nothing is changed. */
  function inserted(body: readonly string[]): string {
    return body
      .join('\n')
      .replace(/\$\{\d+\|([^,|]*)[^|]*\|\}/g, '$1')
      .replace(/\$\{\d+:([^}]*)\}/g, '$1')
      .replace(/\$\d+/g, '');
  }

  it('do not come up in other files: all begin with distill', () => {
    for (const [name, { prefix, description }] of Object.entries(snippets)) {
      assert.ok(
        prefix.every((word) => word.startsWith('distill')),
        name,
      );
      assert.match(description, /\S/);
    }
  });

  it('insert what the schema knows', () => {
    const experiment = snippets['Distillery experiment'];
    assert.ok(experiment);
    const whole = inserted(experiment.body);
    const files = { exists: () => true };
    const result = readExperiment(whole, '/work/x.distill.json', { files });
    assert.ok(result.ok, JSON.stringify(result));
    for (const [name, { body }] of Object.entries(snippets)) {
      if (name === 'Distillery experiment') continue;
      const section = parse(`{${inserted(body)}}`) as Record<string, object>;
      const base = parse(whole) as Record<string, object>;
      const experimentWithIt = Object.hasOwn(section, 'schedule')
        ? { ...base, training: section }
        : { ...base, ...section };
      const read = readExperiment(JSON.stringify(experimentWithIt), '/work/x.distill.json', { files });
      assert.ok(read.ok, `${name}: ${JSON.stringify(read)}`);
    }
  });
});
