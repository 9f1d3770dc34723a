import * as vscode from 'vscode';
import { UserError } from '../../common/errors';
import { visibleText } from '../../common/text';
import { shownSentence, withoutLinks } from '../base/shownText';
import type { Services } from '../services';
import { choose, type Choice } from './choosing';
import { type InstallLine, parseInstallLine, type PercentStep, percentSteps } from './engineInstall';
import { obstacleOf, parseEngines, speedOf, type EngineChoice, type ListedEngine } from './engineList';
import type { Handlers } from './handlers';

/** What computes: measured, chosen, installed. */
export function engineCommands({ processes }: Services): Handlers<'chooseEngine' | 'installNativeEngine'> {
  return {
    async chooseEngine() {
      const engines = await withProgress(vscode.l10n.t('Measuring engines'), async (signal) => {
        const { exitCode, stdout, stderr } = await processes.runTool(['engines', '--json'], { signal });
        if (exitCode !== 0) throw new UserError(lastLines(stderr));
        return parseEngines(stdout);
      });
      const { target, where } = settingTarget();
      const chosen = await choose(
        engineChoices(engines),
        vscode.l10n.t('Engine of experiments that leave it open (kept in the {0} settings)', where),
      );
      if (chosen === undefined) return;
      if (chosen === 'install') {
        await vscode.commands.executeCommand('distillery.installNativeEngine');
        return;
      }
      await vscode.workspace.getConfiguration('distillery').update('engine', chosen, target);
    },
    async installNativeEngine() {
      const title = vscode.l10n.t('Installing the native engine');
      const told = await withProgress(title, async (signal, report) => {
        const step = percentSteps();
        let last: InstallLine | undefined;
        const { stderr } = await processes.runTool(['engines', 'install', '--json'], {
          signal,
          onLine: (line) => {
            last = parseInstallLine(line) ?? last;
            if (last?.kind === 'progress') report(stepOf(last.message, step(last.done)));
          },
        });
        return resultOf(last, stderr);
      });
      void vscode.window.showInformationMessage(withoutLinks(told));
    },
  };
}

interface ProgressStep {
  readonly message: string;
  /** In percent, added to what was done before. */
  readonly increment?: number;
}

function stepOf(message: string, { percent, increment }: PercentStep): ProgressStep {
  return { message: vscode.l10n.t('{0} ({1} %)', withoutLinks(shownSentence(message)), percent), increment };
}

/** What to tell of an installation that has ended. @throws UserError when it gave no engine */
function resultOf(last: InstallLine | undefined, stderr: string): string {
  if (last?.kind !== 'installed') {
    throw new UserError(
      last?.kind === 'failed' ? visibleText(last.message.replace(/\s*\n\s*/g, ' • ')) : lastLines(stderr),
      vscode.l10n.t('Until then the WebAssembly engine computes; it needs nothing.'),
    );
  }
  const tensorflow = visibleText(last.tensorflow);
  return last.state === 'present'
    ? vscode.l10n.t('The native engine is there: TensorFlow {0}.', tensorflow)
    : vscode.l10n.t('The native engine is installed: TensorFlow {0}.', tensorflow);
}

function engineChoices(engines: readonly ListedEngine[]): Choice<EngineChoice | 'install'>[] {
  const current = vscode.workspace.getConfiguration('distillery').get<EngineChoice>('engine', 'auto');
  const now = (name: EngineChoice): string => (name === current ? ` $(check) ${vscode.l10n.t('now')}` : '');
  const auto: Choice<EngineChoice | 'install'> = {
    label: 'auto',
    description: `${vscode.l10n.t('native where it is installed, else wasm')}${now('auto')}`,
    value: 'auto',
  };
  return [
    auto,
    ...engines.map((engine): Choice<EngineChoice | 'install'> => {
      const obstacle = obstacleOf(engine);
      const canInstall = engine.name === 'native' && !engine.available;
      return {
        label: obstacle === undefined ? engine.name : `$(circle-slash) ${engine.name}`,
        description: `${speedOf(engine, engines)}${now(engine.name)}`,
        detail: canInstall
          ? vscode.l10n.t('{0}: choose it to install it', obstacle ?? '')
          : (obstacle ?? visibleText(engine.title)),
        value: canInstall ? 'install' : engine.name,
      };
    }),
  ];
}

/** Where the setting is already set, else for all folders. */
function settingTarget(): { readonly target: vscode.ConfigurationTarget; readonly where: string } {
  const set = vscode.workspace.getConfiguration('distillery').inspect<EngineChoice>('engine');
  return set?.workspaceValue === undefined
    ? { target: vscode.ConfigurationTarget.Global, where: vscode.l10n.t('User') }
    : { target: vscode.ConfigurationTarget.Workspace, where: vscode.l10n.t('Workspace') };
}

/** Runs a job with a notification that can cancel it. @throws CancellationError when it did */
function withProgress<Result>(
  title: string,
  job: (signal: AbortSignal, report: (progress: ProgressStep) => void) => Promise<Result>,
): Thenable<Result> {
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress({ location, title, cancellable: true }, async (progress, token) => {
    const abortion = new AbortController();
    const subscription = token.onCancellationRequested(() => {
      abortion.abort();
    });
    try {
      return await job(abortion.signal, (step) => {
        progress.report(step);
      });
    } catch (thrown) {
      throw abortion.signal.aborted ? new vscode.CancellationError() : thrown;
    } finally {
      subscription.dispose();
    }
  });
}

/** The end of what a tool printed, for a notification. */
function lastLines(printed: string): string {
  return visibleText(
    printed
      .trim()
      .split(/\r?\n/)
      .slice(-3)
      .map((line) => line.trim())
      .join(' '),
  );
}
