import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { RunFolder } from '../../src/runs';
import { activateExtension } from './support/extension';
import { until } from './support/until';
import { closeEditors, digitsExperiment, writeInWorkspace } from './support/workspace';

const RUN = '.distillery/runs/20260101-000000-000-looked-at-0000';

describe('The dashboard in VS Code', () => {
  let folder: string;

  before(async () => {
    await activateExtension();
    const events = [
      { type: 'run-started', time: 1, version: 1, run: 'looked-at', name: 'looked at', stages: ['data'] },
      { type: 'run-ended', time: 2, status: 'stopped', summary: 'Stopped.' },
    ];
    const file = await writeInWorkspace(
      `${RUN}/events.jsonl`,
      events.map((event) => `${JSON.stringify(event)}\n`).join(''),
    );
    folder = new RunFolder(vscode.Uri.joinPath(file, '..').fsPath).path;
    await vscode.commands.executeCommand('distillery.refreshRuns');
  });

  afterEach(closeEditors);

  after(async () => {
    await vscode.workspace.fs.delete(vscode.Uri.file(folder), { recursive: true });
  });

  /** The labels of all tabs of one of our kinds of panels. */
  function panels(viewType: string): readonly string[] {
    return vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith(viewType))
      .map(({ label }) => label);
  }

  it('opens one panel for a run, however often it is asked for', async () => {
    await vscode.commands.executeCommand('distillery.openDashboard', { run: folder });
    await vscode.commands.executeCommand('distillery.openDashboard', { run: folder });
    const labels = await until('the panel', () => {
      const open = panels('distillery.dashboard');
      return open.length > 0 && open;
    });
    assert.deepEqual(labels, ['looked at']);
  });

  it('previews soft targets of an experiment without a run', async () => {
    await vscode.commands.executeCommand('distillery.previewSoftTargets', digitsExperiment());
    await until('the preview', () => panels('distillery.preview').length === 1);
  });
});
