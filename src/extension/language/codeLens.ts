import * as vscode from 'vscode';
import type { Experiment } from '../../experiment';
import { DisposableStore } from '../base/disposables';
import { descriptionOf } from '../explorer/row';
import type { RunEntry } from '../records';
import type { Services } from '../services';
import type { Analysis } from './analysis';
import { isExperiment } from './documents';
import { type Lens, lensesOf, type LensFacts } from './lenses';
import { TeacherFacts } from './teacherFacts';

/** Ages of results are told to the minute. */
const AGE_MILLISECONDS = 60_000;

/** What can be done with an experiment, and what came of it, above its lines. */
export class Lenses implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly disposables = new DisposableStore();
  private readonly changed = this.disposables.add(new vscode.EventEmitter<void>());
  private readonly teachers = new TeacherFacts();
  readonly onDidChangeCodeLenses = this.changed.event;

  constructor(
    private readonly services: Pick<Services, 'runs'>,
    private readonly analysis: Analysis,
  ) {
    const fire = (): void => {
      if (vscode.window.visibleTextEditors.some(({ document }) => isExperiment(document)))
        this.changed.fire();
    };
    this.disposables.add(services.runs.onDidChange(fire));
    this.disposables.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('distillery.codeLens.enabled')) this.changed.fire();
      }),
    );
    const timer = setInterval(fire, AGE_MILLISECONDS);
    this.disposables.add({
      dispose: () => {
        clearInterval(timer);
      },
    });
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    if (!vscode.workspace.getConfiguration('distillery').get<boolean>('codeLens.enabled', true)) return [];
    const file = document.uri.fsPath;
    const runs = this.services.runs.entries().filter(({ summary }) => summary.experimentFile === file);
    const result = this.analysis.of(document);
    const subjects: Subjects = {
      uri: document.uri,
      live: runs.find(isLive),
      last: runs.find((run) => !isLive(run)),
    };
    const facts = await this.facts(result.ok ? result.experiment : undefined, runs, subjects);
    return lensesOf(document.getText(), facts).map((lens) => {
      const position = document.positionAt(lens.offset);
      return new vscode.CodeLens(new vscode.Range(position, position), commandOf(lens, subjects));
    });
  }

  dispose(): void {
    this.disposables.dispose();
  }

  private async facts(
    experiment: Experiment | undefined,
    runs: readonly RunEntry[],
    { live, last }: Subjects,
  ): Promise<LensFacts> {
    return {
      ...(live && { live: descriptionOf(live, vscode.env.language) }),
      ...(last && { last: lastFacts(last) }),
      teacher: experiment === undefined ? 'unknown' : await this.teachers.of(experiment, runs),
      ...(experiment && { planned: plannedOf(experiment) }),
    };
  }
}

interface Subjects {
  readonly uri: vscode.Uri;
  readonly live: RunEntry | undefined;
  readonly last: RunEntry | undefined;
}

function isLive({ summary: { status } }: RunEntry): boolean {
  return status === 'running' || status === 'paused';
}

function lastFacts({ summary }: RunEntry): NonNullable<LensFacts['last']> {
  const { studentAccuracy, difference } = summary.results;
  const endedAt = summary.endedAt ?? summary.lastEventAt;
  return {
    status: summary.status,
    ...(studentAccuracy !== undefined && { studentAccuracy }),
    ...(difference !== undefined && { difference }),
    ...(endedAt !== undefined && { age: Date.now() - endedAt }),
  };
}

function plannedOf({ seeds, baseline }: Experiment): NonNullable<LensFacts['planned']> {
  return { students: seeds.length, baselines: baseline === false ? 0 : seeds.length };
}

function commandOf({ title, action, temperature }: Lens, { uri, live, last }: Subjects): vscode.Command {
  const command = (id: string, ...commandArguments: unknown[]): vscode.Command => ({
    title,
    command: `distillery.${id}`,
    arguments: commandArguments,
  });
  switch (action) {
    case 'run':
      return command('runExperiment', uri);
    case 'train-teacher':
      return command('trainTeacher', uri);
    case 'run-baseline':
      return command('runBaseline', uri);
    case 'preview':
      return command('previewSoftTargets', { experiment: uri });
    case 'preview-at':
      return command('previewSoftTargets', { experiment: uri, temperature });
    case 'open-last':
      return command('openDashboard', { run: last?.folder.path });
    case 'open-live':
      return command('openDashboard', { run: live?.folder.path });
    case 'stop':
      return command('stop', { run: live?.folder.path });
    case 'none':
      return { title, command: '' };
  }
}
