import type { EpochEnded, RunEvent, StageEnded } from '../../../protocol/events';
import { count, duration, percent } from '../../../common/format';
import { displayWidth, visibleText } from '../../../common/text';
import { pad } from '../text/columns';
import { formatLoss } from '../text/loss';
import type { Style } from '../text/style';
import { stageTitle } from '../../../runs/record/stageTitle';
import type { RunView, StageView } from './view';

function titleColumn(view: RunView, stage: StageView['key']): string {
  const columns = Math.max(0, ...view.stages.map((each) => displayWidth(stageTitle(each.key))));
  return pad(stageTitle(stage), columns);
}

/** "teacher  98.42 % validation accuracy, 12 epochs, 41 s". */
function endOfStage(
  view: RunView,
  event: Pick<StageEnded, 'stage' | 'status' | 'seconds' | 'summary'>,
  style: Style,
): string {
  const told = visibleText(event.summary).replace(/\.$/, '');
  const time = duration(event.seconds);
  const title = titleColumn(view, event.stage);
  switch (event.status) {
    case 'done':
      return `${style.good('✓')} ${title}  ${[told, time].filter((part) => part !== '').join(', ')}`;
    case 'reused':
      return `${style.good('✓')} ${title}  ${/^(reused|loaded)/i.test(told) ? told : `reused${told === '' ? '' : `: ${told}`}`}`;
    case 'stopped':
      return `${style.caution('■')} ${title}  ${/^stopped/i.test(told) ? told : `stopped${told === '' ? '' : `: ${told}`}`}`;
    case 'diverged':
    case 'failed':
      return `${style.bad('✗')} ${title}  ${event.status}${told === '' ? '' : `: ${told}`}`;
  }
}

function endOfEpoch(view: RunView, event: EpochEnded): string {
  const stage = view.stages.find((each) => each.key === event.stage);
  const totalEpochs = stage?.totalEpochs ?? null;
  const number = String(event.epoch).padStart(String(totalEpochs ?? event.epoch).length);
  const loss = stage?.loss ?? null;
  const examplesPerSecond = stage?.examplesPerSecond ?? null;
  return [
    `  ${titleColumn(view, event.stage)}`,
    `epoch ${number}${totalEpochs === null ? '' : `/${totalEpochs}`}`,
    ...(loss === null ? [] : [`loss ${formatLoss(loss)}`]),
    `train ${percent(event.train.accuracy)}`,
    ...(event.validation === undefined ? [] : [`validation ${percent(event.validation.accuracy)}`]),
    ...(examplesPerSecond === null ? [] : [`${count(examplesPerSecond)} examples/s`]),
    duration(event.seconds),
    ...(event.best ? ['best so far'] : []),
  ].join('  ');
}

/** Which events have a line of their own: ends of stages (a bar shows the rest), or every epoch. */
export type Detail = 'stages' | 'epochs';

/**
 * The lines that stay on the screen (or in the pipe) for one event.
 * @param view the run with that event
 */
export function linesFor(view: RunView, event: RunEvent, detail: Detail, style: Style): string[] {
  switch (event.type) {
    case 'run-started':
      return [`${style.bold(visibleText(event.name))}  ${style.dim(visibleText(event.run))}`];
    case 'run-resumed':
      return [`${style.bold(visibleText(view.name))}  ${style.dim(`${visibleText(view.run)}, resumed`)}`];
    case 'stage-started': {
      if (detail === 'stages') return [];
      const from = event.resumedAtStep === undefined ? '' : `, from step ${count(event.resumedAtStep)}`;
      return [`  ${titleColumn(view, event.stage)}  started${from}`];
    }
    case 'epoch':
      return detail === 'epochs' ? [endOfEpoch(view, event)] : [];
    case 'stage-ended':
      return [endOfStage(view, event, style)];
    case 'warning': {
      const mend = event.mend === undefined ? '' : ` ${visibleText(event.mend)}`;
      return [`${style.caution('!')} ${visibleText(event.message)}${style.dim(mend)}`];
    }
    case 'paused':
      return detail === 'epochs' ? ['  paused'] : [];
    case 'continued':
      return detail === 'epochs' ? ['  continued'] : [];
    case 'run-ended':
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

/** A line for every stage that has ended, and for the one that a dead process left behind. */
export function stageLines(view: RunView, style: Style): string[] {
  return view.stages.flatMap((stage) => {
    switch (stage.state) {
      case 'waiting':
        return [style.dim(`· ${titleColumn(view, stage.key)}  not started`)];
      case 'running':
        return [`${style.accent('▸')} ${titleColumn(view, stage.key)}  ${progressInWords(stage)}`];
      case 'done':
      case 'reused':
      case 'stopped':
      case 'diverged':
      case 'failed':
        return [
          endOfStage(
            view,
            { stage: stage.key, status: stage.state, seconds: stage.seconds ?? 0, summary: stage.summary },
            style,
          ),
        ];
    }
  });
}

function progressInWords(stage: StageView): string {
  const parts = [
    ...(stage.total === null
      ? []
      : [`${count(stage.done)} of ${count(stage.total)} ${visibleText(stage.unit)}`]),
    ...(stage.totalEpochs === null ? [] : [`${stage.epoch} of ${stage.totalEpochs} epochs`]),
    ...(stage.loss === null ? [] : [`loss ${formatLoss(stage.loss)}`]),
    ...(stage.accuracy === null ? [] : [`accuracy ${percent(stage.accuracy)}`]),
  ];
  return parts.length === 0 ? 'started' : parts.join(', ');
}
