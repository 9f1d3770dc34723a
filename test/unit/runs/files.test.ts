import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { mock } from 'node:test';
import { UserError } from '../../../src/common/errors';
import { readJson, writeFileAtomic, writeTextAtomic, writeJson } from '../../../src/runs';
import { removeTemporaryFiles } from '../../../src/runs/files/atomic';
import { temporaryFolder } from './temporaryFolder';

function failing(code: string): () => never {
  return () => {
    throw Object.assign(new Error(`${code}: it failed`), { code });
  };
}

describe('writeFileAtomic', () => {
  const temporary = temporaryFolder();
  const platform = process.platform;
  let file: string;
  const pretend = (value: NodeJS.Platform): void => {
    Object.defineProperty(process, 'platform', { value });
  };

  beforeEach(() => {
    file = path.join(temporary(), 'new', 'file.json');
  });
  afterEach(() => {
    mock.restoreAll();
    pretend(platform);
  });

  it('writes text, bytes, and pieces of bytes, into new folders and over old files', () => {
    writeFileAtomic(file, 'größer');
    assert.equal(fs.readFileSync(file, 'utf8'), 'größer');
    writeFileAtomic(file, Uint8Array.of(1, 2));
    assert.deepEqual([...fs.readFileSync(file)], [1, 2]);
    writeFileAtomic(file, [Uint8Array.of(3), Uint8Array.of(), Uint8Array.of(4, 5)]);
    assert.deepEqual([...fs.readFileSync(file)], [3, 4, 5]);
    assert.deepEqual(fs.readdirSync(path.dirname(file)), ['file.json']);
  });

  it('writes text piece by piece, seen only when all of it is there', async () => {
    writeFileAtomic(file, 'old');
    await writeTextAtomic(
      file,
      (function* () {
        for (const piece of ['grö', 'ßer', '']) {
          assert.equal(fs.readFileSync(file, 'utf8'), 'old');
          yield piece;
        }
      })(),
    );
    assert.equal(fs.readFileSync(file, 'utf8'), 'größer');
    assert.deepEqual(fs.readdirSync(path.dirname(file)), ['file.json']);
  });

  it('keeps the old file when a piece of text cannot be made', async () => {
    writeFileAtomic(file, 'old');
    const pieces = function* (): Generator<string> {
      yield 'new';
      throw new Error('no more');
    };
    await assert.rejects(writeTextAtomic(file, pieces()), /no more/);
    assert.equal(fs.readFileSync(file, 'utf8'), 'old');
    assert.deepEqual(fs.readdirSync(path.dirname(file)), ['file.json']);
  });

  it('has the content on the disk before the file gets its name', () => {
    const order: string[] = [];
    const { fsyncSync, renameSync } = fs;
    mock.method(fs, 'fsyncSync', (descriptor: number) => {
      order.push('sync');
      fsyncSync(descriptor);
    });
    mock.method(fs, 'renameSync', (from: string, to: string) => {
      order.push('rename');
      renameSync(from, to);
    });
    writeFileAtomic(file, 'new');
    assert.deepEqual(order.slice(0, 2), ['sync', 'rename']);
    if (platform !== 'win32') assert.deepEqual(order.slice(2), ['sync']);
  });

  for (const [call, code, words] of [
    ['writeSync', 'ENOSPC', /disk is full/],
    ['fsyncSync', 'EIO', /could not be written/],
    ['renameSync', 'EACCES', /may not be written/],
  ] as const) {
    it(`keeps the old file, and leaves nothing behind, when ${call} fails`, () => {
      writeFileAtomic(file, 'old');
      mock.method(fs, call, failing(code));
      assert.throws(
        () => {
          writeFileAtomic(file, 'new');
        },
        (error) => error instanceof UserError && words.test(error.message) && error.message.includes(file),
      );
      assert.equal(fs.readFileSync(file, 'utf8'), 'old');
      assert.deepEqual(fs.readdirSync(path.dirname(file)), ['file.json']);
    });
  }

  it('says what is in the way', () => {
    const folder = path.dirname(file);
    fs.writeFileSync(folder, 'a file');
    const refused = (message: string): object => ({ name: 'UserError', message, mend: /Move it away/ });
    const write = (): void => {
      writeFileAtomic(file, 'new');
    };
    assert.throws(write, refused(`${folder} is a file where a folder is expected.`));
    fs.rmSync(folder);
    fs.mkdirSync(file, { recursive: true });
    assert.throws(write, refused(`${file} is a folder where a file is expected.`));
    assert.deepEqual(fs.readdirSync(folder), ['file.json']);
  });

  it('tries again on Windows while another program holds the file', () => {
    const { renameSync } = fs;
    let refusals = 2;
    mock.method(fs, 'renameSync', (from: string, to: string) => {
      if (refusals-- > 0) failing('EPERM')();
      renameSync(from, to);
    });
    pretend('win32');
    writeFileAtomic(file, 'new');
    assert.equal(fs.readFileSync(file, 'utf8'), 'new');
  });

  it('does without what a file system cannot do for folders', function () {
    if (platform === 'win32') this.skip();
    const { fsyncSync } = fs;
    mock.method(fs, 'fsyncSync', (descriptor: number) => {
      if (fs.fstatSync(descriptor).isDirectory()) failing('EINVAL')();
      fsyncSync(descriptor);
    });
    writeFileAtomic(file, 'new');
    assert.equal(fs.readFileSync(file, 'utf8'), 'new');
  });

  it('writes everything when the system takes only some bytes at a time', () => {
    const { writeSync } = fs;
    mock.method(fs, 'writeSync', (descriptor: number, bytes: Uint8Array, offset: number) =>
      writeSync(descriptor, bytes, offset, Math.min(2, bytes.length - offset)),
    );
    writeFileAtomic(file, 'new content');
    assert.equal(fs.readFileSync(file, 'utf8'), 'new content');
  });

  it('has what a killed write left removed', () => {
    writeFileAtomic(file, 'whole');
    fs.writeFileSync(`${file}.0123456789ab.tmp`, 'half');
    fs.writeFileSync(path.join(path.dirname(file), 'mine.tmp'), '');
    removeTemporaryFiles(path.dirname(file));
    assert.deepEqual(fs.readdirSync(path.dirname(file)).sort(), ['file.json', 'mine.tmp']);
  });

  it('carries JSON', () => {
    writeJson(file, { a: [1, 'ü'] });
    assert.deepEqual(readJson(file), { a: [1, 'ü'] });
    fs.truncateSync(file, 5);
    assert.equal(readJson(file), undefined);
    assert.equal(readJson(`${file}.none`), undefined);
  });
});
