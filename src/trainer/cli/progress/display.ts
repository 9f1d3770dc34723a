import type { RunEvent } from '../../../protocol/events';
import type { OutputFormat } from '../session';
import type { Terminal } from '../terminal';
import { linesFor } from './lines';
import { eraseSequence } from './redraw';
import { stageBar } from './stageBar';
import { emptyRun, follow, type RunView } from './view';

/** Shows a run while it runs. */
export interface RunDisplay {
  readonly show: (event: RunEvent) => void;
  /** Leaves only what is meant to stay; nothing may be shown afterwards. */
  readonly finish: () => void;
}

/** Every event as a line of JSON. */
function jsonDisplay(terminal: Terminal): RunDisplay {
  return {
    show: (event) => {
      terminal.write(`${JSON.stringify(event)}\n`);
    },
    finish: () => undefined,
  };
}

/** A line an epoch, for pipes and logs. */
function lineDisplay(terminal: Terminal, past: RunView): RunDisplay {
  let view = past;
  return {
    show: (event) => {
      view = follow(view, event);
      for (const line of linesFor(view, event, 'epochs', terminal.style)) terminal.write(`${line}\n`);
    },
    finish: () => undefined,
  };
}

/** A bar that is redrawn in place, under the lines of the stages that have ended. */
function barDisplay(terminal: Terminal, past: RunView): RunDisplay {
  let view = past;
  let drawn: string | null = null;
  return {
    show: (event) => {
      view = follow(view, event);
      const lines = linesFor(view, event, 'stages', terminal.style);
      // One column stays free: a full line makes some terminals wrap.
      const bar = stageBar(view, terminal.columns - 1, terminal.style);
      if (lines.length === 0 && bar === drawn) return;
      terminal.write(
        eraseSequence(drawn, terminal.columns) + lines.map((line) => `${line}\n`).join('') + (bar ?? ''),
      );
      drawn = bar;
    },
    finish: () => {
      terminal.write(eraseSequence(drawn, terminal.columns));
      drawn = null;
    },
  };
}

/** @param past what an earlier process did of the run, for one that is resumed */
export function createRunDisplay(
  terminal: Terminal,
  format: OutputFormat,
  past: RunView = emptyRun,
): RunDisplay {
  if (format === 'json') return jsonDisplay(terminal);
  return terminal.interactive ? barDisplay(terminal, past) : lineDisplay(terminal, past);
}
