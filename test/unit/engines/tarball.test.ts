import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { unpackTarball } from '../../../src/trainer/engines/install/tarball';
import { type Entry, tarball } from './tarballs';
import { withTemporaryFolder } from './temporaryFolder';

describe('unpacking a tarball', () => {
  const temporary = withTemporaryFolder();
  const target = (): string => join(temporary(), 'outer', 'target');

  const refused = (entry: Entry, reason: RegExp): void => {
    assert.throws(() => {
      unpackTarball(tarball([entry]), target());
    }, reason);
    assert.deepEqual(readdirSync(temporary()), []);
  };

  it('puts files where they belong, with what they hold', () => {
    const long = 'x'.repeat(90);
    unpackTarball(
      tarball([
        { name: 'package/', kind: '5' },
        { name: 'package/bin/one.js', content: 'a'.repeat(513) },
        { name: 'package/empty' },
        { name: `${long}/two`, prefix: 'package/deep', content: 'two' },
      ]),
      target(),
    );
    assert.equal(readFileSync(join(target(), 'bin', 'one.js'), 'utf8'), 'a'.repeat(513));
    assert.equal(readFileSync(join(target(), 'empty'), 'utf8'), '');
    assert.equal(readFileSync(join(target(), 'deep', long, 'two'), 'utf8'), 'two');
    if (process.platform !== 'win32') {
      assert.equal(statSync(join(target(), 'bin', 'one.js')).mode & 0o777, 0o755);
    }
  });

  it('reads what the program tar writes', function () {
    const source = join(temporary(), 'package');
    mkdirSync(source);
    writeFileSync(join(source, 'text'), 'written by tar');
    let archive: Buffer;
    try {
      archive = execFileSync('tar', ['-czf', '-', '--format=ustar', '-C', temporary(), 'package']);
    } catch {
      this.skip();
    }
    unpackTarball(archive, target());
    assert.equal(readFileSync(join(target(), 'text'), 'utf8'), 'written by tar');
  });

  for (const name of [
    'package/../../escaped',
    '../escaped',
    '/etc/escaped',
    'package/a/../../../b',
    'alone',
  ]) {
    it(`refuses to write to ${name}`, () => {
      refused({ name, content: 'bad' }, /outside its folder/);
    });
  }

  it("refuses Windows' ways out", () => {
    refused({ name: 'package/..\\..\\escaped', content: 'bad' }, /outside its folder/);
    refused({ name: 'package/C:/escaped', content: 'bad' }, /outside its folder/);
  });

  it('refuses links', () => {
    refused({ name: 'package/link', kind: '2' }, /"package\/link", which is neither a file nor a folder/);
    refused({ name: 'package/link', kind: '1' }, /neither a file nor a folder/);
  });

  it('notices that it was cut short, at any block', () => {
    const archive = gunzipSync(tarball([{ name: 'package/one', content: 'a'.repeat(1000) }]));
    for (let bytes = 0; bytes <= archive.length - 1024; bytes += 512) {
      assert.throws(() => {
        unpackTarball(gzipSync(archive.subarray(0, bytes)), target());
      }, /cut short/);
    }
  });

  it('notices damage in a header', () => {
    const archive = gunzipSync(tarball([{ name: 'package/one', content: 'text' }]));
    archive.write('X', 9);
    assert.throws(() => {
      unpackTarball(gzipSync(archive), target());
    }, /damaged/);
    assert.ok(!existsSync(target()));
  });
});
