import * as vscode from 'vscode';
import { decimal, percent } from '../../common/format';
import { visibleText } from '../../common/text';
import type { EpochEnded, RunEvent, StageKey } from '../../protocol/events';
import { stageTitle } from '../../runs';

/** A run in words, line by line. */
export class EventLines {
  private readonly totalEpochs = new Map<StageKey, number>();

  /** What an event is worth on a terminal; most are worth nothing. */
  linesFor(event: RunEvent): readonly string[] {
    switch (event.type) {
      case 'stage-started':
        if (event.totalEpochs !== undefined) this.totalEpochs.set(event.stage, event.totalEpochs);
        return [`▶ ${stageTitle(event.stage)}`];
      case 'epoch':
        return [`    ${this.epochLine(event)}`];
      case 'stage-ended':
        return [`  ${event.status}: ${visibleText(event.summary)}`];
      case 'warning':
        return [`! ${visibleText(event.message)}`];
      case 'paused':
        return [vscode.l10n.t('Paused.')];
      case 'continued':
        return [vscode.l10n.t('Continued.')];
      case 'run-ended':
        return [visibleText(event.summary)];
      case 'run-started':
      case 'run-resumed':
      case 'stage-progress':
      case 'steps':
      case 'probes':
      case 'soft-targets':
      case 'teacher-soft-targets':
      case 'checkpoint':
      case 'heartbeat':
        return [];
    }
  }

  private epochLine({ stage, epoch, train, validation }: EpochEnded): string {
    const { loss, accuracy } = validation ?? train;
    const total = this.totalEpochs.get(stage) ?? epoch;
    return validation === undefined
      ? vscode.l10n.t(
          'epoch {0} of {1}: training loss {2}, accuracy {3}',
          epoch,
          total,
          decimal(loss, 4),
          percent(accuracy),
        )
      : vscode.l10n.t(
          'epoch {0} of {1}: validation loss {2}, accuracy {3}',
          epoch,
          total,
          decimal(loss, 4),
          percent(accuracy),
        );
  }
}
