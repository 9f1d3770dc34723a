import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { assertUserError, TemporaryFolder } from './support/files';
import { idxFile, smallSet } from './support/idx';

const settings = {
  format: 'idx',
  train: { inputs: 'images', labels: 'labels' },
  test: 2,
  validation: 0,
  scaling: 'none',
};

describe('IDX files', () => {
  const folder = new TemporaryFolder();

  /** Loads 4 examples of 2 values, all of them for training, whose stored bytes are given. */
  async function load(typeCode: number, data: Uint8Array) {
    await folder.write({ images: idxFile(typeCode, [4, 2], data), labels: idxFile(0x08, [4], [0, 1, 0, 1]) });
    return folder.load({ ...settings, test: 0 });
  }

  function bigEndian(
    size: number,
    write: (view: DataView, offset: number, value: number) => void,
    values: number[],
  ) {
    const data = new Uint8Array(size * values.length);
    const view = new DataView(data.buffer);
    values.forEach((value, index) => {
      write(view, index * size, value);
    });
    return data;
  }

  it('reads every element type', async () => {
    const integers = [0, 1, -2, 100, -128, 127, 5, 6];
    const wide = [0, 1, -2, 32767, -32768, 300, 5, 6];
    const real = [0, 1.5, -2.25, 1e10, -1e-10, 3, 4, 5];
    const cases: [number, number[], number, (view: DataView, offset: number, value: number) => void][] = [
      [
        0x08,
        [0, 1, 2, 100, 128, 255, 5, 6],
        1,
        (view, offset, value) => {
          view.setUint8(offset, value);
        },
      ],
      [
        0x09,
        integers,
        1,
        (view, offset, value) => {
          view.setInt8(offset, value);
        },
      ],
      [
        0x0b,
        wide,
        2,
        (view, offset, value) => {
          view.setInt16(offset, value);
        },
      ],
      [
        0x0c,
        wide,
        4,
        (view, offset, value) => {
          view.setInt32(offset, value);
        },
      ],
      [
        0x0d,
        real,
        4,
        (view, offset, value) => {
          view.setFloat32(offset, value);
        },
      ],
      [
        0x0e,
        real,
        8,
        (view, offset, value) => {
          view.setFloat64(offset, value);
        },
      ],
    ];
    for (const [code, values, size, write] of cases) {
      const { train } = await load(code, bigEndian(size, write, values));
      assert.deepEqual(train.inputs, Float32Array.from(values), `type ${code}`);
    }
  });

  it('gives images one channel, keeps channels that are there, and leaves vectors alone', async () => {
    for (const [shape, expected] of [
      [
        [6, 2, 3],
        [2, 3, 1],
      ],
      [
        [6, 2, 1, 3],
        [2, 1, 3],
      ],
      [[6, 6], [6]],
      [[6], [1]],
    ] as const) {
      const size = shape.reduce((product: number, length) => product * length, 1);
      await folder.write({ images: idxFile(0x08, shape, new Uint8Array(size)), labels: smallSet(6).labels });
      assert.deepEqual((await folder.load(settings)).inputShape, expected);
    }
  });

  it('reads gzip whatever the file is called, with the same result', async () => {
    const { images, labels } = smallSet(6);
    await folder.write({ images, labels });
    const plain = await folder.load(settings);
    await folder.write({ images: gzipSync(images), labels: gzipSync(labels) });
    const compressed = await folder.load(settings);
    assert.deepEqual(compressed.train, plain.train);
    assert.notEqual(compressed.fingerprint, plain.fingerprint);
  });

  it('reads gzip of several members', async () => {
    const { images, labels } = smallSet(6);
    await folder.write({
      images: Buffer.concat([gzipSync(images.subarray(0, 7)), gzipSync(images.subarray(7))]),
      labels,
    });
    assert.equal((await folder.load(settings)).train.count, 4);
  });

  it('names file and byte of a wrong magic number', async () => {
    const { images, labels } = smallSet(6);
    const wrong = Uint8Array.from(images);
    wrong[0] = 0x50;
    await folder.write({ images: wrong, labels });
    const file = folder.file('images');
    await assertUserError(folder.load(settings), /not with 50 00/, { file, byteOffset: 0 });
    const wrongType = Uint8Array.from(images);
    wrongType[2] = 0x0a;
    await folder.write({ images: wrongType });
    await assertUserError(folder.load(settings), /code 0a/, { file, byteOffset: 2 });
    await folder.write({ images: Uint8Array.of(0, 0, 8, 0) });
    await assertUserError(folder.load(settings), /dimensions is missing or 0/, { file, byteOffset: 3 });
  });

  it('refuses a file that was cut anywhere', async () => {
    const { images, labels } = smallSet(6);
    for (let length = 0; length < images.length; length++) {
      await folder.write({ images: images.subarray(0, length), labels });
      await assertUserError(folder.load(settings), /images/);
    }
  });

  it('says where a cut file ends, plain and compressed', async () => {
    const { images, labels } = smallSet(6);
    const cut = images.subarray(0, 20);
    const file = folder.file('images');
    await folder.write({ images: cut, labels });
    await assertUserError(folder.load(settings), /ends here.*\[6, 2, 3\].*52 bytes/, {
      file,
      byteOffset: 20,
    });
    await folder.write({ images: gzipSync(cut) });
    await assertUserError(folder.load(settings), /byte 20 of the decompressed data/, {
      file,
      byteOffset: 20,
    });
    const compressed = gzipSync(images);
    await folder.write({ images: compressed.subarray(0, compressed.length - 9) });
    await assertUserError(folder.load(settings), /ends too early/, {
      file,
      byteOffset: compressed.length - 9,
    });
  });

  it('refuses bytes after the end, plain and compressed', async () => {
    const { images, labels } = smallSet(6);
    const file = folder.file('images');
    const longer = Buffer.concat([images, Uint8Array.of(1)]);
    for (const content of [longer, gzipSync(longer)]) {
      await folder.write({ images: content, labels });
      await assertUserError(folder.load(settings), /more data than the header declares/, {
        file,
        byteOffset: 52,
      });
    }
    const compressed = gzipSync(images);
    await folder.write({ images: Buffer.concat([compressed, new Uint8Array(5)]) });
    await assertUserError(folder.load(settings), /5 bytes follow/, { file, byteOffset: compressed.length });
  });

  it('refuses a wrong checksum of compressed data', async () => {
    const { images, labels } = smallSet(6);
    const compressed = gzipSync(images);
    compressed[compressed.length - 8] = ((compressed.at(-8) ?? 0) + 1) % 256;
    await folder.write({ images: compressed, labels });
    await assertUserError(folder.load(settings), /damaged \(incorrect data check\)/);
  });

  it('allocates nothing for a header that declares terabytes', async () => {
    const header = idxFile(0x0e, [0xffffffff, 0xffffffff, 0xffffffff], [1, 2, 3]);
    const { labels } = smallSet(6);
    for (const images of [header, gzipSync(header)]) {
      await folder.write({ images, labels });
      await assertUserError(folder.load(settings), /ends here/);
    }
  });

  it('stops expanding compressed data that is longer than its header says', async () => {
    const { images, labels } = smallSet(6);
    const bomb = gzipSync(Buffer.concat([images, new Uint8Array(64 * 2 ** 20)]));
    const before = process.memoryUsage().arrayBuffers;
    await folder.write({ images: bomb, labels });
    await assertUserError(folder.load(settings), /more data than the header declares/);
    assert.ok(process.memoryUsage().arrayBuffers - before < 16 * 2 ** 20);
  });

  it('refuses values that are not finite, with their place', async () => {
    const data = bigEndian(
      4,
      (view, offset, value) => {
        view.setFloat32(offset, value);
      },
      [0, 1, 2, NaN, 4, 5, 6, 7],
    );
    await assertUserError(load(0x0d, data), /NaN/, { file: folder.file('images'), byteOffset: 12 + 3 * 4 });
    const huge = bigEndian(
      8,
      (view, offset, value) => {
        view.setFloat64(offset, value);
      },
      [0, 1, 2, 3, 4, 5, 6, 1e39],
    );
    await assertUserError(load(0x0e, huge), /1e\+39 is too large/, {
      file: folder.file('images'),
      byteOffset: 12 + 7 * 8,
    });
  });

  it('refuses inputs and labels of different counts, naming both files', async () => {
    const { images } = smallSet(6);
    await folder.write({ images, labels: smallSet(5).labels });
    const error = await assertUserError(folder.load(settings), /5 labels, but 6 inputs/);
    assert.ok(error.message.includes(folder.file('images')) && error.message.includes(folder.file('labels')));
  });

  it('refuses labels that are no class indices', async () => {
    const { images } = smallSet(6);
    const file = folder.file('labels');
    await folder.write({ images, labels: idxFile(0x09, [6], [0, 1, 255, 0, 1, 0]) });
    await assertUserError(folder.load(settings), /label -1 of example 2/, { file, byteOffset: 8 + 2 });
    const fractional = Buffer.alloc(24);
    fractional.writeFloatBE(0.5, 4);
    await folder.write({ labels: idxFile(0x0d, [6], fractional) });
    await assertUserError(folder.load(settings), /label 0.5 of example 1/, { file, byteOffset: 8 + 4 });
    await folder.write({ labels: idxFile(0x08, [6], [0, 1, 2, 0, 1, 9]) });
    await assertUserError(folder.load(settings), /label 9 occurs, but no example has the label 3/, {
      file,
      byteOffset: 8 + 5,
    });
    await assertUserError(folder.load({ ...settings, classNames: ['a', 'b', 'c'] }), /label 9.*from 0 to 2/);
    const ten = Array.from({ length: 10 }, (_, index) => `class ${index}`);
    assert.equal((await folder.load({ ...settings, classNames: ten })).classNames.length, 10);
  });

  it('recognises exchanged files', async () => {
    const { images, labels } = smallSet(6);
    await folder.write({ images: labels, labels: images });
    const error = await assertUserError(folder.load(settings), /shape \[examples\], not \[6, 2, 3\]/);
    assert.match(error.mend ?? '', /exchanged/);
  });

  it('reads a test set of its own, whose labels must be classes of the training set', async () => {
    const { images, labels } = smallSet(6);
    const test = { inputs: 'test-images', labels: 'test-labels' };
    await folder.write({ images, labels, 'test-images': images, 'test-labels': labels });
    const loaded = await folder.load({ ...settings, test });
    assert.deepEqual([loaded.train.count, loaded.test.count], [6, 6]);
    await folder.write({ 'test-labels': idxFile(0x08, [6], [0, 1, 2, 3, 0, 0]) });
    await assertUserError(folder.load({ ...settings, test }), /label 3 of example 3.*from 0 to 2/, {
      file: folder.file('test-labels'),
      byteOffset: 8 + 3,
    });
    await folder.write({ 'test-images': smallSet(6, 3, 2).images, 'test-labels': labels });
    await assertUserError(folder.load({ ...settings, test }), /shape \[3, 2\], training examples \[2, 3\]/);
  });

  it('says when a file is missing, empty or a folder', async () => {
    await folder.write({ labels: smallSet(6).labels, images: '' });
    await assertUserError(folder.load(settings), /images: the file is empty/);
    const missing = { ...settings, train: { inputs: 'nowhere', labels: 'labels' } };
    await assertUserError(folder.load(missing), /no such file/, { file: folder.file('nowhere') });
    await assertUserError(
      folder.load({ ...settings, train: { inputs: '.', labels: 'labels' } }),
      /not a file|opened/,
    );
  });
});
