import { strict as assert } from 'node:assert';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { readExperiment } from '../../src/experiment';
import { readAnnotations, RunFolder, RunWriter } from '../../src/runs';
import { commandEntries, commandId, type CommandName } from '../../src/extension/contributions';
import { answering } from './support/answers';
import { activateExtension } from './support/extension';
import { until } from './support/until';
import { closeEditors, digitsExperiment, workspaceFolder } from './support/workspace';

type Words = readonly unknown[];
type Item = vscode.QuickPickItem & { readonly value?: unknown };

function execute(name: CommandName, ...words: Words): Thenable<unknown> {
  return vscode.commands.executeCommand(commandId(name), ...words);
}

/** The record of a run that was stopped, as the trainer would have left it. */
async function writeRecord(id: string): Promise<RunFolder> {
  const source = digitsExperiment().fsPath;
  const read = readExperiment(readFileSync(source, 'utf8'), source);
  assert.ok(read.ok);
  const folder = RunFolder.of(path.join(workspaceFolder().fsPath, '.distillery'), id);
  mkdirSync(folder.path, { recursive: true });
  const { experiment } = read;
  writeFileSync(
    folder.experiment,
    JSON.stringify({ source, overrides: [], scope: 'full', cache: 'use', experiment }),
  );
  writeFileSync(folder.log, 'a line\n');
  const writer = RunWriter.open(folder);
  writer.append({ type: 'run-started', version: 1, run: id, name: `name of ${id}`, stages: ['data'] });
  writer.append({ type: 'run-ended', status: 'stopped', summary: 'Stopped by a test.' });
  writer.close();
  await execute('refreshRuns');
  return folder;
}

/** Takes the first row of every quick pick, and remembers what was offered. */
function takingFirst(offered: Item[][]): (items: unknown, options: unknown) => unknown {
  return (items, options) => {
    const rows = items as Item[];
    offered.push(rows);
    return (options as vscode.QuickPickOptions).canPickMany === true ? rows.slice(0, 1) : rows[0];
  };
}

describe('The commands', () => {
  let first: RunFolder;
  let second: RunFolder;

  before(async () => {
    await activateExtension();
    first = await writeRecord('20260101-000000-001-commands-aaaa');
    second = await writeRecord('20260101-000000-002-commands-bbbb');
  });

  afterEach(closeEditors);

  it('of the manifest are all there', async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = commandEntries()
      .map(([name]) => commandId(name))
      .filter((id) => !registered.has(id));
    assert.deepEqual(missing, []);
  });

  it('about a run ask which, when they are not told', async () => {
    const about: readonly CommandName[] = [
      ...(['showLog', 'openExperiment', 'copySummary', 'renameRun', 'starRun', 'archiveRun'] as const),
      ...(['deleteRun', 'rerun', 'openArtefact'] as const),
    ];
    for (const name of about) {
      const offered: Item[][] = [];
      await answering(
        {
          showQuickPick: (items) => {
            offered.push(items as Item[]);
            return undefined;
          },
        },
        () => execute(name),
      );
      const descriptions = offered.flat().map(({ label }) => label);
      assert.ok(
        descriptions.some((label) => label.includes('name of 20260101-000000-001')),
        `${name}: ${descriptions.join()}`,
      );
    }
  });

  it('show the log, the experiment and a file of a run', async () => {
    await execute('showLog', { run: first.path });
    assert.equal(vscode.window.activeTextEditor?.document.uri.fsPath, first.log);
    assert.equal(vscode.window.activeTextEditor.selection.active.line, 1);
    await execute('openExperiment', { run: first.path });
    assert.equal(vscode.window.activeTextEditor.document.uri.fsPath, digitsExperiment().fsPath);
    await execute('openArtefact', first.experiment);
    await until('the file', () => vscode.window.activeTextEditor?.document.uri.fsPath === first.experiment);
  });

  it('star, archive, rename and tag, several runs at once', async () => {
    const rows = [{ run: first.path }, { run: second.path }];
    await execute('starRun', rows[0], rows);
    await execute('archiveRun', rows[0], rows);
    for (const folder of [first, second]) {
      const { starred, archived } = readAnnotations(folder);
      assert.deepEqual({ starred, archived }, { starred: true, archived: true });
    }
    await execute('unstarRun', rows[0]);
    await execute('unarchiveRun', rows[0], rows);
    await answering({ showInputBox: () => ' best yet ' }, () => execute('renameRun', rows[0]));
    assert.deepEqual(readAnnotations(first), { name: 'best yet', tags: [], starred: false, archived: false });
    assert.equal(readAnnotations(second).starred, true);
  });

  it('copy summaries as Markdown', async () => {
    const rows = [{ run: first.path }, { run: second.path }];
    await execute('copySummary', rows[0], rows);
    const copied = await vscode.env.clipboard.readText();
    assert.match(copied, /Stopped by a test\./);
    assert.ok(copied.includes(first.id) && copied.includes(second.id));
  });

  it('delete only what is meant, and take it back', async () => {
    const doomed = await writeRecord('20260101-000000-003-commands-cccc');
    const asked: string[] = [];
    const ask =
      (answer: string | undefined) =>
      (message: unknown, options: unknown): unknown => {
        asked.push(String(message), (options as vscode.MessageOptions).detail ?? '');
        return answer;
      };
    await answering({ showWarningMessage: ask(undefined) }, () => execute('deleteRun', { run: doomed.path }));
    assert.ok(existsSync(doomed.path));
    assert.match(asked.join('\n'), /name of 20260101-000000-003/);
    await answering({ showWarningMessage: ask('Delete'), showInformationMessage: () => undefined }, () =>
      execute('deleteRun', { run: doomed.path }),
    );
    assert.ok(!existsSync(doomed.path));
    await execute('undoDelete');
    assert.ok(existsSync(doomed.experiment));
  });

  it('make a new experiment that is valid, and never write over another', async () => {
    const before = readFileSync(digitsExperiment().fsPath, 'utf8');
    const offered: Item[][] = [];
    await answering({ showQuickPick: takingFirst(offered) }, () => execute('newExperiment'));
    assert.equal(offered[0]?.[0]?.value, 'digits');
    const document = vscode.window.activeTextEditor?.document;
    assert.ok(document);
    assert.equal(path.basename(document.fileName), 'digits-2.distill.json');
    assert.ok(readExperiment(document.getText(), document.fileName).ok);
    assert.equal(readFileSync(digitsExperiment().fsPath, 'utf8'), before);
    await vscode.workspace.fs.delete(document.uri);
    await vscode.workspace.fs.delete(vscode.Uri.joinPath(workspaceFolder(), 'digits-2.csv.gz'));
  });

  it('make an experiment of a CSV file of one’s own', async () => {
    const data = vscode.Uri.joinPath(workspaceFolder(), 'iris.csv');
    await vscode.workspace.fs.writeFile(
      data,
      new TextEncoder().encode('sepal,petal,species\n5.1,1.4,setosa\n6.0,4.5,virginica\n'),
    );
    const choices = ['csv', 'species'];
    await answering(
      {
        showQuickPick: (items) => {
          const wanted = choices.shift();
          return (items as Item[]).find(({ value }) => value === wanted);
        },
        showOpenDialog: () => [data],
        showInputBox: (options) => (options as vscode.InputBoxOptions).value,
      },
      () => execute('newExperiment'),
    );
    const document = vscode.window.activeTextEditor?.document;
    assert.ok(document);
    const read = readExperiment(document.getText(), document.fileName);
    assert.ok(read.ok);
    const { dataset } = read.experiment;
    assert.ok(dataset.format === 'csv');
    assert.deepEqual([dataset.train, dataset.label, read.experiment.name], ['iris.csv', 'species', 'iris']);
    await vscode.workspace.fs.delete(document.uri);
  });

  it('sort and group the runs as chosen', async () => {
    for (const name of ['sortRuns', 'groupRuns'] as const) {
      const offered: Item[][] = [];
      await answering({ showQuickPick: takingFirst(offered) }, () => execute(name));
      assert.ok((offered[0]?.length ?? 0) >= 4, name);
    }
  });

  it('offer the engines with what was measured, and keep the choice', async () => {
    const offered: Item[][] = [];
    const pick = takingFirst(offered);
    await answering({ showQuickPick: pick }, () => execute('chooseEngine'));
    const rows = offered[0] ?? [];
    assert.deepEqual(
      rows.map(({ value }) => value).filter((value) => value !== 'install' && value !== 'native'),
      ['auto', 'wasm', 'cpu'],
    );
    assert.match(rows.find(({ value }) => value === 'wasm')?.description ?? '', /GFLOP\/s/);
    const configuration = vscode.workspace.getConfiguration('distillery');
    assert.equal(configuration.get('engine'), 'auto');
    await configuration.update('engine', undefined, vscode.ConfigurationTarget.Global);
  }).timeout(180_000);

  it('tell what stands in the way, and do not fail', async () => {
    const gone = { run: path.join(workspaceFolder().fsPath, '.distillery', 'runs', 'gone') };
    for (const name of ['showLog', 'pause', 'stop', 'exportStudent', 'rerun'] as const)
      await execute(name, gone);
    await execute('pause', { run: first.path });
    await execute('undoDelete');
    assert.ok(existsSync(first.path));
  });

  it('open the walkthrough, the output and the panels', async () => {
    for (const name of ['openWalkthrough', 'showOutput', 'previewSoftTargets'] as const) await execute(name);
    await execute('openDashboard', { run: first.path });
    const rows = [{ run: first.path }, { run: second.path }];
    await execute('compareRuns', rows[0], rows);
    const kinds = await until('three panels', () => {
      const types = vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .flatMap(({ input }) => (input instanceof vscode.TabInputWebview ? [input.viewType] : []));
      return types.length >= 3 && types;
    });
    for (const kind of ['dashboard', 'compare', 'preview']) {
      assert.ok(
        kinds.some((type) => type.endsWith(`distillery.${kind}`)),
        kind,
      );
    }
  });
});
