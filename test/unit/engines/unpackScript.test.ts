import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync, type Zippable } from 'fflate';
import { UNPACK_WHEEL } from '../../../src/trainer/engines/install/unpackScript';
import { withTemporaryFolder } from './temporaryFolder';

const hasPython = spawnSync('python3', ['--version']).status === 0;

const library = new Uint8Array(3 << 20).map((_, index) => (index * 31) % 251);

// Entries as TensorFlow's wheel has them, folders included.
const wheel: Zippable = {
  'tensorflow/': new Uint8Array(),
  'tensorflow/__init__.py': strToU8('python'),
  'tensorflow/libtensorflow_cc.so.2': library,
  'tensorflow/libtensorflow_framework.so.2': strToU8('framework'),
  'tensorflow/include/tensorflow/c/': new Uint8Array(),
  'tensorflow/include/tensorflow/c/c_api.h': strToU8('c'),
  'tensorflow/include/tensorflow/c/eager/c_api.h': strToU8('eager'),
  'tensorflow/include/tensorflow/core/platform/status.h': strToU8('status'),
  'tensorflow/include/tensorflow/core/graph/graph.h': strToU8('not needed'),
  'tensorflow/include/xla/tsl/c/tsl_status.h': strToU8('tsl status'),
  'tensorflow/include/tsl/platform/platform.h': strToU8('platform'),
  'tensorflow/include/tsl/../../../escaped.h': strToU8('escaped'),
};

(hasPython ? describe : describe.skip)('unpacking the wheel', () => {
  const temporary = withTemporaryFolder();

  function unpack(content: Zippable): {
    readonly status: number | null;
    readonly stdout: string;
    readonly stderr: string;
  } {
    const file = join(temporary(), 'tensorflow.whl');
    writeFileSync(file, zipSync(content));
    const words = ['-c', UNPACK_WHEEL, file, join(temporary(), 'deps')];
    return spawnSync('python3', words, { encoding: 'utf8' });
  }

  it('takes the libraries and the headers of C, and nothing else', () => {
    const { status, stdout, stderr } = unpack(wheel);
    assert.equal(status, 0, stderr);
    const deps = join(temporary(), 'deps');
    const files = readdirSync(deps, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(deps.length + 1)
          .replaceAll('\\', '/'),
      );
    assert.deepEqual(files.sort(), [
      'include/tensorflow/c/c_api.h',
      'include/tensorflow/c/eager/c_api.h',
      'include/tensorflow/core/platform/status.h',
      'include/tsl/platform/platform.h',
      'include/xla/tsl/c/tsl_status.h',
      'lib/libtensorflow_cc.so.2',
      'lib/libtensorflow_framework.so.2',
    ]);
    assert.deepEqual(readdirSync(temporary()).sort(), ['deps', 'tensorflow.whl']);
    assert.ok(readFileSync(join(deps, 'lib', 'libtensorflow_cc.so.2')).equals(library));
    const fractions = stdout.trim().split('\n').map(Number);
    assert.ok(fractions.every((fraction) => fraction > 0 && fraction <= 1));
  });

  it('says which library a wheel lacks', () => {
    const { status, stderr } = unpack({ 'tensorflow/libtensorflow_cc.so.2': library });
    assert.notEqual(status, 0);
    assert.match(stderr, /the wheel has no tensorflow\/libtensorflow_framework\.so\.2/);
  });
});
