import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Gives every test of the surrounding `describe` an empty folder, and deletes them all at its end. */
export function temporaryFolder(): () => string {
  const folders: string[] = [];
  beforeEach(() => {
    folders.push(fs.mkdtempSync(path.join(os.tmpdir(), 'distillery-test-')));
  });
  after(() => {
    for (const folder of folders) fs.rmSync(folder, { recursive: true, force: true });
  });
  return () => folders.at(-1) ?? '';
}
