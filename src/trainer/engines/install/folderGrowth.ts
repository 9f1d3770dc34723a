import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

const INTERVAL_MILLISECONDS = 500;

/** The bytes of all files under a folder; files that vanish meanwhile don't count. */
export async function folderBytes(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) =>
        stat(join(entry.parentPath, entry.name)).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/**
 * Does work that fills a folder and says twice a second how full it is: for programs that don't tell how far they are.
 *
 * @param onGrowth is given the bytes there, and the seconds since they last changed
 */
export async function watchingGrowth<T>(
  folder: string,
  onGrowth: (bytes: number, idleSeconds: number) => void,
  work: () => Promise<T>,
): Promise<T> {
  let bytes = 0;
  let lastChange = performance.now();
  let working = true;
  const timer = setInterval(() => {
    void folderBytes(folder).then((now) => {
      if (!working) return;
      if (now !== bytes) lastChange = performance.now();
      bytes = now;
      onGrowth(bytes, (performance.now() - lastChange) / 1000);
    });
  }, INTERVAL_MILLISECONDS);
  try {
    return await work();
  } finally {
    working = false;
    clearInterval(timer);
  }
}

export function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}
