import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Gives every test of the surrounding `describe` an empty folder, and deletes it afterwards. */
export function temporaryFolder(): () => string {
  let folder = '';
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'distillery-test-'));
  });
  afterEach(() => {
    fs.rmSync(folder, { recursive: true, force: true });
  });
  return () => folder;
}
