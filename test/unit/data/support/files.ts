import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError, type FilePosition } from '../../../../src/common/errors';
import { loadDataset, type Dataset } from '../../../../src/data';
import { dataset } from '../../../../src/experiment/schema/dataset';

/** A folder that lives as long as the `describe` it is called in. */
export class TemporaryFolder {
  private path = '';

  constructor() {
    before(async () => {
      this.path = await mkdtemp(join(tmpdir(), 'distillery-data-'));
    });
    after(() => rm(this.path, { recursive: true }));
  }

  /** The full path of a file in the folder. */
  file(name: string): string {
    return join(this.path, name);
  }

  async write(files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
    await Promise.all(Object.entries(files).map(([name, content]) => writeFile(this.file(name), content)));
  }

  /** Loads a dataset from settings as they would be written in an experiment file. */
  load(settings: Readonly<Record<string, unknown>>): Promise<Dataset> {
    return loadDataset(dataset.parse(settings), this.path);
  }
}

/** Asserts that the user is told what is wrong, where, and what to do. */
export async function assertUserError(
  promise: Promise<unknown>,
  message: RegExp,
  position?: FilePosition,
): Promise<UserError> {
  const thrown: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(thrown instanceof UserError, `no UserError, but ${String(thrown)}`);
  assert.match(thrown.message, message);
  assert.ok(thrown.mend !== undefined && thrown.mend !== '', 'an error says what to do about it');
  if (position !== undefined) {
    assert.deepEqual(thrown.position, position);
    assert.ok(thrown.message.startsWith(position.file), 'the message starts with the file');
  }
  return thrown;
}
