import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Does some work in a folder of its own, which is gone afterwards. */
export async function inTemporaryFolder<Result>(
  work: (folder: string) => Promise<Result> | Result,
): Promise<Result> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'distillery-bench-'));
  try {
    return await work(folder);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
