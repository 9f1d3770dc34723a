import * as vscode from 'vscode';
import { counted, percent, points } from '../../common/format';
import { withoutIcons } from '../base/shownText';
import type { QueuedRun } from '../processes';
import type { RunEntry } from '../records';
import { ageOf } from './age';
import type { LastResult, LensSubject } from './lenses';

/** What the lenses of an experiment file are about. */
export interface LensObjects {
  readonly uri: vscode.Uri;
  readonly live?: RunEntry | undefined;
  readonly last?: RunEntry | undefined;
  readonly waiting?: QueuedRun | undefined;
}

/**
 * A lens's words, and what a click on it does; nothing where the command is empty.
 *
 * What is about the file itself has no arguments: a click makes the file's editor the active one, which is what such commands are
 * about. VS Code forgets the arguments of lenses as soon as there are newer ones, also of lenses that it still shows when the
 * person scrolls back to them, and a click on those would fail.
 */
export function commandOf(subject: LensSubject, { uri, live, last, waiting }: LensObjects): vscode.Command {
  const title = titleOf(subject);
  const calls = (name: string, ...argument: readonly unknown[]): vscode.Command => ({
    title,
    command: `distillery.${name}`,
    arguments: [...argument],
  });
  switch (subject.kind) {
    case 'run':
      return calls('runExperiment');
    case 'train-teacher':
      return calls('trainTeacher');
    case 'run-baseline':
      return calls('runBaseline');
    case 'restricted':
      return { title, command: 'workbench.trust.manage' };
    case 'preview':
      return subject.temperature === undefined
        ? calls('previewSoftTargets')
        : calls('previewSoftTargets', { experiment: uri, temperature: subject.temperature });
    case 'live':
      return calls('openDashboard', { run: live?.folder.path });
    case 'stop':
      return calls('stop', { run: live?.folder.path });
    case 'cancel':
      return calls('cancelQueuedRun', { queued: waiting });
    case 'last':
      return calls('openDashboard', { run: last?.folder.path });
    case 'teacher':
      return subject.accuracy === 'not-trained' ? calls('trainTeacher') : { title, command: '' };
    case 'starting':
    case 'planned':
      return { title, command: '' };
  }
}

function titleOf(subject: LensSubject): string {
  switch (subject.kind) {
    case 'run':
      return withIcon('play', vscode.l10n.t('Run'));
    case 'restricted':
      return withIcon('workspace-untrusted', vscode.l10n.t('Nothing runs in Restricted Mode'));
    case 'train-teacher':
      return vscode.l10n.t('Train teacher');
    case 'run-baseline':
      return vscode.l10n.t('Baseline');
    case 'preview':
      return subject.temperature === undefined
        ? vscode.l10n.t('Preview soft targets')
        : vscode.l10n.t('Preview at T = {0}', subject.temperature);
    case 'live':
      return withIcon('sync~spin', withoutIcons(subject.progress));
    case 'stop':
      return withIcon('debug-stop', vscode.l10n.t('Stop'));
    case 'cancel':
      return withIcon('clock', vscode.l10n.t('Queued: cancel'));
    case 'starting':
      return withIcon('sync~spin', vscode.l10n.t('Starting…'));
    case 'last':
      return lastTitle(subject.result);
    case 'teacher':
      return subject.accuracy === 'not-trained'
        ? vscode.l10n.t('Not trained with these settings yet')
        : vscode.l10n.t('Trained before: {0} on the test set', percent(subject.accuracy));
    case 'planned': {
      const students = counted(subject.students, 'student');
      if (subject.baselines === 0) return vscode.l10n.t('A run trains {0}', students);
      return vscode.l10n.t('A run trains {0} and {1}', students, counted(subject.baselines, 'baseline'));
    }
  }
}

function lastTitle({ status, accuracy, difference, age }: LastResult): string {
  const gain = difference === undefined ? '' : ` (${points(difference)})`;
  const result = accuracy === undefined ? status : `${percent(accuracy)}${gain}`;
  return age === undefined
    ? vscode.l10n.t('Last: {0}', result)
    : vscode.l10n.t('Last: {0}, {1}', result, ago(age));
}

function ago(milliseconds: number): string {
  const { unit, count } = ageOf(milliseconds);
  switch (unit) {
    case 'minute':
      return count === 0 ? vscode.l10n.t('just now') : vscode.l10n.t('{0} min ago', count);
    case 'hour':
      return vscode.l10n.t('{0} h ago', count);
    case 'day':
      return vscode.l10n.t('{0} ago', counted(count, 'day'));
  }
}

/** The space is one that does not collapse: VS Code drops a plain one between an icon and its words. */
function withIcon(icon: string, words: string): string {
  return `$(${icon})\u00a0${words}`;
}
