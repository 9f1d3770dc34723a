import * as vscode from 'vscode';
import { shownSentence } from '../base/shownText';
import type { ProcessExit, RunFailure, RuntimeProblem, StartFailure } from './types';

/** What a person can do about a failure. */
export interface FailureAction {
  readonly title: string;
  readonly command: string;
  readonly arguments: readonly unknown[];
}

export interface FailureText {
  readonly message: string;
  /** The likeliest to help first. */
  readonly actions: readonly FailureAction[];
}

/** A failure in words, with what leads on. */
export function describeFailure(failure: RunFailure): FailureText {
  switch (failure.kind) {
    case 'runtime':
      return {
        message: runtimeText(shownSentence(failure.runtime), failure.problem),
        actions: [settingAction('distillery.nodePath')],
      };
    case 'engine-missing':
      return {
        message: shownSentence(failure.message),
        actions: [
          action(vscode.l10n.t('Install Native Engine'), 'distillery.installNativeEngine'),
          action(vscode.l10n.t('Choose Engine…'), 'distillery.chooseEngine'),
        ],
      };
    case 'invalid-experiment':
      return {
        message: invalidText(failure),
        actions: [
          openAction(vscode.l10n.t('Open Experiment'), failure.experimentFile),
          action(vscode.l10n.t('Show Problems'), 'workbench.actions.view.problems'),
        ],
      };
    case 'out-of-memory':
      return {
        message: vscode.l10n.t(
          'The trainer ran out of memory. A smaller batch, a smaller model or fewer examples need less. ({0})',
          lastLine(failure.message),
        ),
        actions: [outputAction()],
      };
    case 'no-permission':
      return {
        message: vscode.l10n.t('The trainer may not do what it must: {0}', shownSentence(failure.message)),
        actions: [outputAction()],
      };
    case 'disk-full':
      return {
        message: vscode.l10n.t(
          'The disk is full. Free some space, then try again. ({0})',
          shownSentence(failure.message),
        ),
        actions: [outputAction()],
      };
    case 'refused':
      return {
        message: [failure.message, failure.mend ?? ''].map(shownSentence).join(' ').trim(),
        actions: [outputAction()],
      };
    case 'failed':
      return { message: shownSentence(failure.message), actions: [outputAction()] };
    case 'died':
    case 'crashed':
      return {
        message: diedText(failure.exit, lastLine(failure.tail)),
        actions: [openAction(vscode.l10n.t('Show Log'), failure.logFile)],
      };
  }
}

function runtimeText(program: string, problem: RuntimeProblem): string {
  switch (problem.kind) {
    case 'missing':
      return vscode.l10n.t('distillery.nodePath names {0}, which does not exist.', program);
    case 'not-executable':
      return vscode.l10n.t('distillery.nodePath names {0}, which may not be executed.', program);
    case 'too-old':
      return vscode.l10n.t(
        'distillery.nodePath names {0}, which is Node {1}; the trainer needs 20.19 or newer.',
        program,
        problem.version,
      );
    case 'not-node':
      return vscode.l10n.t(
        'distillery.nodePath names {0}, which does not answer as Node does: {1}',
        program,
        shownSentence(problem.output),
      );
  }
}

function invalidText({ diagnostics }: Extract<StartFailure, { kind: 'invalid-experiment' }>): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const first = shownSentence(errors[0]?.message ?? '');
  return errors.length > 1
    ? vscode.l10n.t('The experiment has {0} errors. The first: {1}', errors.length, first)
    : vscode.l10n.t('The experiment has an error: {0}', first);
}

function diedText({ exitCode, signal }: ProcessExit, said: string): string {
  const how =
    signal === 'SIGKILL'
      ? vscode.l10n.t('The trainer was killed: by somebody, or by the system because memory was short.')
      : signal !== null
        ? vscode.l10n.t('The trainer was killed ({0}).', signal)
        : exitCode !== null
          ? vscode.l10n.t('The trainer ended unexpectedly, with exit code {0}.', exitCode)
          : vscode.l10n.t('The trainer ended unexpectedly.');
  return said === '' ? how : `${how} ${said}`;
}

function lastLine(text: string): string {
  return shownSentence(text.trimEnd().split('\n').at(-1) ?? '');
}

function action(title: string, command: string, ...commandArguments: unknown[]): FailureAction {
  return { title, command, arguments: commandArguments };
}

function openAction(title: string, file: string): FailureAction {
  return action(title, 'vscode.open', vscode.Uri.file(file));
}

function settingAction(setting: string): FailureAction {
  return action(vscode.l10n.t('Open Setting'), 'workbench.action.openSettings', setting);
}

function outputAction(): FailureAction {
  return action(vscode.l10n.t('Show Output'), 'distillery.showOutput');
}
