import type { ComputingProcess } from './process';

/**
 * One keystroke may arrive twice: npm and npx pass on what the terminal has already sent to all. What comes within this
 * time of the first signal is that.
 */
const ECHO_MILLISECONDS = 500;

/**
 * Has SIGINT (Ctrl+C), SIGTERM and SIGHUP stop the run with a checkpoint; a second one ends it at once, as does the first
 * while there is no record yet.
 */
function stopOnSignals(computing: ComputingProcess): () => void {
  let firstAt: number | undefined;
  const onSignal = (): void => {
    if (firstAt === undefined) {
      firstAt = performance.now();
      if (computing.hasStarted) void computing.order('stop');
      else computing.kill();
    } else if (performance.now() - firstAt > ECHO_MILLISECONDS) computing.kill();
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, onSignal);
  return () => {
    for (const signal of signals) process.off(signal, onSignal);
  };
}

/** Has Ctrl+Z pause the run, and `fg` or `bg` continue it. A run that was paused already stays so. */
function pauseOnSuspension(computing: ComputingProcess): () => void {
  let suspending = false;
  let continues = false;
  const onSuspend = async (): Promise<void> => {
    if (suspending) return;
    suspending = true;
    await computing.started();
    continues ||= !computing.isPaused;
    if (continues) await computing.order('pause');
    suspending = false;
    process.kill(process.pid, 'SIGSTOP');
  };
  const onContinue = (): void => {
    if (continues) void computing.order('continue');
    continues = false;
  };
  const suspend = (): void => void onSuspend();
  process.on('SIGTSTP', suspend);
  process.on('SIGCONT', onContinue);
  return () => {
    process.off('SIGTSTP', suspend);
    process.off('SIGCONT', onContinue);
  };
}

/**
 * Passes on to the run what the terminal and others tell this process by signals.
 *
 * @returns puts the signals back to what they did before
 */
export function passOnSignals(computing: ComputingProcess): () => void {
  const releases = [stopOnSignals(computing)];
  if (process.platform !== 'win32') releases.push(pauseOnSuspension(computing));
  return () => {
    for (const release of releases) release();
  };
}
