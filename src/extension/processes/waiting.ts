/** Waits until a condition holds, looking again and again. @returns whether it came to hold within the time */
export async function waitUntil(
  holds: () => boolean,
  { everyMilliseconds, withinMilliseconds }: { everyMilliseconds: number; withinMilliseconds: number },
): Promise<boolean> {
  const deadline = Date.now() + withinMilliseconds;
  while (!holds()) {
    if (Date.now() >= deadline) return false;
    await delay(everyMilliseconds);
  }
  return true;
}

/** Resolves after a while; does not keep the process alive. */
export function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
}
