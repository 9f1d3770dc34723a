import type { RunControl } from './control';

/** The exit code of a process that its user stopped (128 + SIGINT). */
const STOPPED = 130;

/**
 * Has SIGINT (Ctrl+C), SIGTERM and SIGHUP stop the run politely; a second one ends the process at once, with everything
 * written that was there to write.
 *
 * @returns puts the signals back to what they did before
 */
export function stopOnSignals(control: RunControl, beforeExit: () => void): () => void {
  const onSignal = (): void => {
    if (control.state === 'stopping') {
      try {
        beforeExit();
      } finally {
        process.exit(STOPPED);
      }
    }
    void control.handle('stop');
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, onSignal);
  return () => {
    for (const signal of signals) process.off(signal, onSignal);
  };
}
