import { setTimeout as delay } from 'node:timers/promises';

const INTERVAL = 50;

/**
 * Waits until a condition holds, by asking again and again.
 *
 * @param what it waits for, for the error when it doesn't come
 * @param ask gives what was waited for, or undefined or false as long as it isn't there
 */
export async function until<T>(
  what: string,
  ask: () => T | undefined | false | Promise<T | undefined | false>,
  timeout = 30_000,
): Promise<T> {
  const end = Date.now() + timeout;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > end) throw new Error(`Waited ${timeout / 1000} s in vain: ${what}`);
    await delay(INTERVAL);
  }
}
