import { bar } from '../text/bar';
import { bytes, count, duration, percent } from '../../../common/format';
import { displayWidth, truncate, visibleText } from '../../../common/text';
import { formatLoss } from '../text/loss';
import type { Style } from '../text/style';
import { stageTitle } from '../../../runs/record/stageTitle';
import { runningStage, secondsLeft, type RunView, type StageView } from './view';

const WIDEST_BAR = 30;
const NARROWEST_BAR = 8;
const GAP = '  ';

interface Field {
  readonly text: string;
  /** The fields with the greatest numbers go first when the terminal is narrow. */
  readonly dispensable: number;
}

function amountDone(done: number, total: number, unit: string): string {
  return unit === 'bytes'
    ? `${bytes(done)}/${bytes(total)}`
    : `${count(done)}/${count(total)} ${visibleText(unit)}`;
}

/** In whole seconds: tenths would only flicker. */
function timeLeft(seconds: number): string {
  return seconds < 59.5 ? `${Math.round(seconds)} s` : duration(Math.round(seconds));
}

function fieldsOf(stage: StageView, paused: boolean): Field[] {
  const left = secondsLeft(stage);
  const fields: (Field | null)[] = [
    stage.total === null
      ? null
      : { text: `${Math.floor((100 * stage.done) / Math.max(1, stage.total))} %`, dispensable: 0 },
    stage.totalEpochs === null
      ? null
      : {
          text: `epoch ${Math.min(stage.epoch + 1, stage.totalEpochs)}/${stage.totalEpochs}`,
          dispensable: 4,
        },
    stage.totalEpochs !== null || stage.total === null
      ? null
      : { text: amountDone(stage.done, stage.total, stage.unit), dispensable: 4 },
    stage.loss === null ? null : { text: `loss ${formatLoss(stage.loss)}`, dispensable: 3 },
    stage.accuracy === null ? null : { text: `accuracy ${percent(stage.accuracy)}`, dispensable: 2 },
    stage.examplesPerSecond === null
      ? null
      : { text: `${count(stage.examplesPerSecond)} examples/s`, dispensable: 5 },
    paused
      ? { text: 'paused', dispensable: 1 }
      : left === null
        ? null
        : { text: `${timeLeft(left)} left`, dispensable: 1 },
  ];
  return fields.filter((field) => field !== null);
}

function withoutMostDispensable(fields: readonly Field[]): Field[] {
  const most = Math.max(...fields.map((field) => field.dispensable));
  return fields.filter((field) => field.dispensable !== most);
}

/**
 * The progress of the stage that runs now, as one line of at most `columns`: title, bar, percent, epoch, loss, accuracy,
 * examples a second, time left, of which a narrow terminal shows fewer. Null when no stage runs.
 */
export function stageBar(view: RunView, columns: number, style: Style): string | null {
  const stage = runningStage(view);
  if (stage === undefined) return null;
  const number = view.stages.indexOf(stage) + 1;
  const title = `${stageTitle(stage.key)} ${number}/${view.stages.length}`;
  let fields = fieldsOf(stage, view.pausedSince !== null);
  const share = stage.total === null ? 0 : stage.done / Math.max(1, stage.total);
  for (;;) {
    const words = fields.map((field) => field.text).join(GAP);
    const around = displayWidth(title) + GAP.length * 2 + displayWidth(words);
    const room = Math.min(WIDEST_BAR, columns - around);
    if (room >= NARROWEST_BAR) {
      const { filled, rest } = bar(share, room, '░');
      return `${style.bold(title)}${GAP}${style.accent(filled)}${style.dim(rest)}${GAP}${words}`.trimEnd();
    }
    if (fields.length === 0) return truncate(title, columns);
    if (fields.length === 1) return truncate(`${title}${GAP}${words}`, columns);
    fields = withoutMostDispensable(fields);
  }
}
