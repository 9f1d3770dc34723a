/** What Node catches by itself: to put the terminal back in order before it ends, and to start its debugger. */
const CAUGHT_BY_NODE = ['SIGINT', 'SIGTERM', 'SIGUSR1'] as const;

/**
 * Leaves every signal to the operating system, which then either ends this process at once or does nothing.
 *
 * A signal handler must not run in a process that computes: the matrix product of oneDNN in TensorFlow 2.21 uses the stack
 * pointer for data of its own (oneDNN issue 4845), and the kernel would write the handler's frame over numbers and the
 * allocator's lists. The last listener that goes leaves a signal with its default action.
 */
export function catchNoSignals(): void {
  if (process.platform === 'win32') return;
  const nothing = (): void => undefined;
  for (const signal of CAUGHT_BY_NODE) {
    process.on(signal, nothing);
    process.off(signal, nothing);
  }
}
