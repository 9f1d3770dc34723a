import { setTimeout as delay } from 'node:timers/promises';

const INTERVAL = 100;

/** Waits until a condition holds that no locator can tell. */
export async function waitUntil(
  what: string,
  holds: () => boolean | Promise<boolean>,
  timeout = 30_000,
): Promise<void> {
  const end = Date.now() + timeout;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`Waited ${timeout / 1000} s in vain: ${what}`);
    await delay(INTERVAL);
  }
}
