import * as vscode from 'vscode';
import type { Experiment } from '../../experiment';
import { DisposableStore } from '../base/disposables';
import { descriptionOf } from '../explorer/row';
import type { RunEntry } from '../records';
import type { Services } from '../services';
import type { Analysis } from './analysis';
import { isExperiment } from './documents';
import { commandOf, type LensObjects } from './lensCommand';
import { lensesOf, type LastResult, type LensFacts } from './lenses';
import { TeacherFacts } from './teacherFacts';

/** Ages of results are told to the minute. */
const AGE_MILLISECONDS = 60_000;
const SETTING = 'codeLens.enabled';

/** What can be done with an experiment, and what came of it, above its lines. */
export class Lenses implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly disposables = new DisposableStore();
  private readonly changed = this.disposables.add(new vscode.EventEmitter<void>());
  private readonly teachers = new TeacherFacts();
  readonly onDidChangeCodeLenses = this.changed.event;

  constructor(
    private readonly services: Pick<Services, 'runs' | 'processes'>,
    private readonly analysis: Analysis,
  ) {
    const fire = (): void => {
      if (vscode.window.visibleTextEditors.some(({ document }) => isExperiment(document)))
        this.changed.fire();
    };
    this.disposables.add(services.runs.onDidChange(fire));
    this.disposables.add(services.processes.onDidChange(fire));
    this.disposables.add(vscode.workspace.onDidGrantWorkspaceTrust(fire));
    this.disposables.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(`distillery.${SETTING}`)) this.changed.fire();
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
    const settings = vscode.workspace.getConfiguration('distillery', document.uri);
    if (!settings.get<boolean>(SETTING, true)) return [];
    const runs = this.services.runs
      .entries()
      .filter(({ summary }) => summary.experimentFile === document.uri.fsPath);
    const objects = this.objectsOf(document, runs);
    const result = this.analysis.of(document);
    const facts = await this.facts(result.ok ? result.experiment : undefined, runs, objects);
    return lensesOf(document.getText(), facts).map((lens) => {
      const position = document.positionAt(lens.offset);
      return new vscode.CodeLens(new vscode.Range(position, position), commandOf(lens, objects));
    });
  }

  dispose(): void {
    this.disposables.dispose();
  }

  private objectsOf({ uri }: vscode.TextDocument, runs: readonly RunEntry[]): LensObjects {
    return {
      uri,
      live: runs.find(isLive),
      last: runs.find((run) => !isLive(run)),
      waiting: this.services.processes
        .queue()
        .find(
          ({ request, state }) =>
            state !== 'running' && request.kind !== 'resume' && request.experimentFile === uri.fsPath,
        ),
    };
  }

  private async facts(
    experiment: Experiment | undefined,
    runs: readonly RunEntry[],
    { live, last, waiting }: LensObjects,
  ): Promise<LensFacts> {
    const teacher = experiment && (await this.teachers.of(experiment, runs));
    return {
      ...(!vscode.workspace.isTrusted && { trust: 'missing' }),
      ...(live && { live: descriptionOf(live, vscode.env.language) }),
      ...(last && { last: lastResult(last) }),
      ...(waiting && { waiting: waiting.state === 'queued' ? 'queued' : 'starting' }),
      ...(teacher !== undefined && { teacher }),
      ...(experiment && { planned: plannedOf(experiment) }),
    };
  }
}

function isLive({ summary: { status } }: RunEntry): boolean {
  return status === 'running' || status === 'paused';
}

function lastResult({ summary }: RunEntry): LastResult {
  const { studentAccuracy, teacherAccuracy, difference } = summary.results;
  const accuracy = studentAccuracy ?? teacherAccuracy;
  const endedAt = summary.endedAt ?? summary.lastEventAt;
  return {
    status: summary.status,
    ...(accuracy !== undefined && { accuracy }),
    ...(difference !== undefined && { difference }),
    ...(endedAt !== undefined && { age: Date.now() - endedAt }),
  };
}

function plannedOf({ seeds, baseline }: Experiment): NonNullable<LensFacts['planned']> {
  return { students: seeds.length, baselines: baseline === false ? 0 : seeds.length };
}
