import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { strFromU8, unzipSync, zipSync } from 'fflate';
import { parseNpy } from '../../../src/data/arrays/npy';
import { assertUserError, TemporaryFolder } from './support/files';
import { byteArray, fromBase64, npyFile, numpyFiles } from './support/numpy';

const origin = { file: 'array.npy' };

describe('NPY files', () => {
  it('are read as NumPy wrote them: every type, byte order, layout and version', () => {
    assert.equal(numpyFiles.arrays.length, 126);
    for (const { file, type, layout, version, shape, values } of numpyFiles.arrays) {
      const array = parseNpy({ bytes: fromBase64(file), origin });
      assert.deepEqual([...array.shape], shape);
      assert.deepEqual(Array.from(array.values), values, `${type} ${layout} ${version}`);
    }
  });

  it('of types that are no real numbers are refused by name', () => {
    for (const file of Object.values(numpyFiles.refused)) {
      assert.throws(() => parseNpy({ bytes: fromBase64(file), origin }), /cannot be read/);
    }
  });

  const folder = new TemporaryFolder();
  const settings = {
    format: 'npy',
    train: { inputs: 'x.npy', labels: 'y.npy' },
    test: 1,
    validation: 1,
    scaling: 'none',
  };
  const inputs = byteArray([6, 2], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  const labels = byteArray([6], [0, 1, 0, 1, 0, 1]);

  it('make a dataset, plain or gzip, with labels [n] or [n, 1]', async () => {
    await folder.write({ 'x.npy': gzipSync(inputs), 'y.npy': byteArray([6, 1], [0, 1, 0, 1, 0, 1]) });
    const { train, validation, test, inputShape, classNames } = await folder.load(settings);
    assert.deepEqual([train.count, validation.count, test.count], [4, 1, 1]);
    assert.deepEqual([inputShape, classNames], [[2], ['0', '1']]);
    for (let row = 0; row < 4; row++) {
      const first = train.inputs[2 * row] ?? NaN;
      assert.equal(train.inputs[2 * row + 1], first + 1);
      assert.equal(train.labels[row], (first / 2) % 2);
    }
  });

  it('of one-hot labels are refused with a way out', async () => {
    await folder.write({ 'x.npy': inputs, 'y.npy': byteArray([6, 2], [1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1]) });
    const error = await assertUserError(folder.load(settings), /not \[6, 2\]/);
    assert.match(error.mend ?? '', /argmax/);
  });

  it('that are cut anywhere are refused', async () => {
    for (let length = 0; length < inputs.length; length++) {
      await folder.write({ 'x.npy': inputs.subarray(0, length), 'y.npy': labels });
      await assertUserError(folder.load(settings), /x\.npy/);
    }
  });

  it('with bytes after the end, a wrong version or an unreadable header are refused', async () => {
    const file = folder.file('x.npy');
    await folder.write({ 'x.npy': Buffer.concat([inputs, Uint8Array.of(0)]), 'y.npy': labels });
    await assertUserError(folder.load(settings), /more data/, { file, byteOffset: inputs.length });
    const future = Uint8Array.from(inputs);
    future[6] = 9;
    await folder.write({ 'x.npy': future });
    await assertUserError(folder.load(settings), /version 9/, { file, byteOffset: 6 });
    for (const header of [
      '{}',
      "{'descr': '|u1', 'fortran_order': False, 'shape': (6, x), }",
      'x'.repeat(40),
    ]) {
      await folder.write({ 'x.npy': npyFile(header, new Uint8Array(12)) });
      await assertUserError(folder.load(settings), /does not say/, { file, byteOffset: 10 });
    }
  });

  it('with a header that declares more than there can be allocate nothing', async () => {
    const absurd = npyFile(
      "{'descr': '<f8', 'fortran_order': True, 'shape': (4294967295, 4294967295), }",
      new Uint8Array(8),
    );
    for (const content of [absurd, gzipSync(absurd)]) {
      await folder.write({ 'x.npy': content, 'y.npy': labels });
      await assertUserError(folder.load(settings), /ends here/);
    }
  });

  it('with NaN or a boolean of 2 are refused with their place', async () => {
    const floats = Buffer.alloc(48);
    floats.writeFloatLE(NaN, 20);
    const file = npyFile("{'descr': '<f4', 'fortran_order': False, 'shape': (6, 2), }", floats);
    await folder.write({ 'x.npy': file, 'y.npy': labels });
    await assertUserError(folder.load(settings), /NaN/, {
      file: folder.file('x.npy'),
      byteOffset: file.length - 28,
    });
    const booleans = npyFile(
      "{'descr': '|b1', 'fortran_order': False, 'shape': (6,), }",
      Uint8Array.of(0, 1, 0, 2, 0, 1),
    );
    await folder.write({ 'x.npy': inputs, 'y.npy': booleans });
    await assertUserError(folder.load(settings), /2 is not a boolean/, {
      file: folder.file('y.npy'),
      byteOffset: booleans.length - 3,
    });
  });

  it('of a single number are refused', async () => {
    await folder.write({ 'x.npy': byteArray([], [3]), 'y.npy': labels });
    await assertUserError(folder.load(settings), /single number/);
  });
});

describe('NPZ archives', () => {
  const folder = new TemporaryFolder();
  const settings = { format: 'npz', file: 'data.npz', validation: 0, scaling: 'none' };
  const { stored, deflated } = numpyFiles.archives;

  it('are read as NumPy wrote them, stored and deflated', async () => {
    for (const archive of [stored, deflated]) {
      await folder.write({ 'data.npz': fromBase64(archive) });
      const { train, test, inputShape } = await folder.load(settings);
      assert.deepEqual(inputShape, [2, 3, 1]);
      assert.deepEqual(
        train.inputs,
        Float32Array.from({ length: 72 }, (_, index) => index),
      );
      assert.deepEqual(
        train.labels,
        Int32Array.from({ length: 12 }, (_, index) => index % 3),
      );
      assert.deepEqual(test.inputs, new Float32Array(18).fill(7));
      assert.deepEqual(test.labels, Int32Array.of(2, 1, 0));
    }
  });

  it('are read as another program wrote them', async () => {
    const files = unzipSync(fromBase64(stored));
    await folder.write({ 'data.npz': zipSync(files, { level: 9, comment: 'made elsewhere' }) });
    assert.equal((await folder.load(settings)).train.count, 12);
  });

  it('need no test arrays when the test set is held out', async () => {
    const files = unzipSync(fromBase64(stored));
    const { 'x_train.npy': inputs, 'y_train.npy': labels } = files;
    assert.ok(inputs && labels);
    await folder.write({ 'data.npz': zipSync({ 'a.npy': inputs, 'b.npy': labels }) });
    const arrays = { trainInputs: 'a', trainLabels: 'b' };
    const { train, test } = await folder.load({ ...settings, arrays, test: 0.25 });
    assert.deepEqual([train.count, test.count], [9, 3]);
    const error = await assertUserError(folder.load({ ...settings, arrays }), /no array "x_test"/);
    assert.match(error.mend ?? '', /The file has: a, b/);
  });

  it('that are cut anywhere are refused', async () => {
    const bytes = fromBase64(deflated);
    for (let length = 0; length < bytes.length; length += 7) {
      await folder.write({ 'data.npz': bytes.subarray(0, length) });
      await assertUserError(folder.load(settings), /data\.npz/);
    }
  });

  it('whose content changed are refused by the checksum', async () => {
    const bytes = fromBase64(stored);
    const content = unzipSync(bytes)['x_train.npy'];
    assert.ok(content);
    const at = bytes.indexOf(Buffer.from(content.subarray(content.length - 20)));
    bytes[at] = ((bytes[at] ?? 0) + 1) % 256;
    await folder.write({ 'data.npz': bytes });
    await assertUserError(folder.load(settings), /checksum of x_train\.npy is wrong/);
  });

  it('name the array in which something is wrong', async () => {
    const files = unzipSync(fromBase64(stored));
    const labels = byteArray([3], [0, 7, 0]);
    await folder.write({ 'data.npz': zipSync({ ...files, 'y_test.npy': labels }) });
    await assertUserError(
      folder.load(settings),
      new RegExp(`byte ${labels.length - 2} of y_test\\.npy.*label 7`),
      {
        file: folder.file('data.npz'),
        byteOffset: labels.length - 2,
      },
    );
  });

  it('that lie about sizes are refused before anything is allocated', async () => {
    const bytes = fromBase64(deflated);
    const entry = bytes.indexOf(Uint8Array.of(0x50, 0x4b, 1, 2));
    assert.match(strFromU8(bytes.subarray(entry + 46, entry + 57)), /x_train/);
    for (const [size, message] of [
      [0xfffffff0, /cannot be 4294967280 bytes long/],
      [300, /has 200 bytes, not 300/],
      [100, /cannot be decompressed/],
    ] as const) {
      const lie = Buffer.from(bytes);
      lie.writeUInt32LE(size, entry + 24);
      await folder.write({ 'data.npz': lie });
      await assertUserError(folder.load(settings), message);
    }
  });

  it('that are encrypted, compressed in another way or no archives are refused', async () => {
    const bytes = fromBase64(stored);
    const entry = bytes.indexOf(Uint8Array.of(0x50, 0x4b, 1, 2));
    const change = (offset: number, value: number) => {
      const changed = Buffer.from(bytes);
      changed.writeUInt16LE(value, entry + offset);
      return changed;
    };
    await folder.write({ 'data.npz': change(8, 1) });
    await assertUserError(folder.load(settings), /encrypted/);
    await folder.write({ 'data.npz': change(10, 14) });
    await assertUserError(folder.load(settings), /method 14/);
    await folder.write({ 'data.npz': byteArray([2], [0, 1]) });
    await assertUserError(folder.load(settings), /not a ZIP archive/);
  });
});
