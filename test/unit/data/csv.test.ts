import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { parseNumber, parseNumberBytes } from '../../../src/data/csv/numbers';
import { DelimitedScanner } from '../../../src/data/csv/scanner';
import { assertUserError, TemporaryFolder } from './support/files';

interface Table {
  readonly text: string;
  readonly rows: readonly (readonly string[])[];
}

/** All cells of a text that arrives in pieces of `size` bytes, and where each starts. */
function scan(text: string, size = Infinity) {
  const rows: string[][] = [];
  const positions: string[] = [];
  let row: string[] = [];
  const scanner: DelimitedScanner = new DelimitedScanner('table.csv', {
    cell: (bytes, start, end) => {
      row.push(Buffer.from(bytes.subarray(start, end)).toString('utf8'));
      const { line, column } = scanner.cellPosition();
      positions.push(`${String(line)}:${String(column)}`);
    },
    endRow: () => {
      rows.push(row);
      row = [];
    },
  });
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) {
    scanner.push(bytes.subarray(at, Math.min(at + size, bytes.length)));
  }
  scanner.finish();
  return { rows, positions };
}

describe('Scanner of delimited text', () => {
  const fixture = join(__dirname, '../../fixtures/data/tables.json');
  const tables = JSON.parse(readFileSync(fixture, 'utf8')) as readonly Table[];

  it("finds the cells that Python's csv module wrote, in pieces of any size", () => {
    assert.equal(tables.length, 15);
    for (const { text, rows } of tables) {
      for (const size of [Infinity, 1, 2, 3, 17]) {
        assert.deepEqual(scan(text, size).rows, rows);
      }
    }
  });

  it('knows lines and columns as an editor counts them, in pieces of any size', () => {
    const text = 'a;"b\n""c""";ü😀x;d\r\n\r\n  e ;\tf; "g" ;h';
    for (const size of [Infinity, 1, 2, 5]) {
      const { rows, positions } = scan(text, size);
      assert.deepEqual(rows, [
        ['a', 'b\n"c"', 'ü😀x', 'd'],
        ['e', 'f', 'g', 'h'],
      ]);
      assert.deepEqual(positions, ['1:1', '1:3', '2:8', '2:13', '4:3', '4:7', '4:10', '4:15']);
    }
  });

  it('skips a byte order mark and blank lines, and needs no last line end', () => {
    assert.deepEqual(scan('\ufeff1,2\n\n   \n3,4').rows, [
      ['1', '2'],
      ['3', '4'],
    ]);
    assert.deepEqual(scan('1,2,\n3,4,').rows, [
      ['1', '2', ''],
      ['3', '4', ''],
    ]);
  });

  it('takes the separator from the first line, outside of quotes', () => {
    assert.deepEqual(scan('"a;b",c\n1;2,3').rows, [
      ['a;b', 'c'],
      ['1;2', '3'],
    ]);
    assert.deepEqual(scan('a;b\n1,5;2').rows[1], ['1,5', '2']);
    assert.deepEqual(scan('a\tb;c\n1\t2').rows[1], ['1', '2']);
  });

  it('refuses text after a closing quotation mark and marks that are never closed', () => {
    assert.throws(() => scan('a,b\n"1"2,3'), /table\.csv:2:4: text follows/);
    assert.throws(() => scan('a,b\n1,"2\n3'), /table\.csv:2:3: this quotation mark is never closed/);
  });

  it('stops at a cell that never ends', () => {
    assert.throws(() => scan(`a,b\n"${'x'.repeat(2 ** 21)}`, 2 ** 18), /2:1: this cell is longer than 1 MiB/);
  });
});

describe('Numbers in text', () => {
  it('are read from bytes as JavaScript reads them from strings', () => {
    const bytes = (text: string) => {
      const buffer = Buffer.from(`,${text},`);
      return parseNumberBytes(buffer, 1, buffer.length - 1);
    };
    for (const text of [
      '0',
      '-0',
      '+7',
      '.5',
      '5.',
      '1e5',
      '1E-5',
      '123456789012345',
      '0.1',
      '9007199254740993',
      '1e400',
    ]) {
      assert.equal(bytes(text), Number(text), text);
    }
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        assert.equal(bytes(String(value)), Number(String(value)));
      }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e8 }), fc.integer({ min: 0, max: 10 }), (digits, decimals) => {
        const text = (digits / 1e5).toFixed(decimals);
        assert.equal(bytes(text), Number(text));
      }),
    );
  });

  it('are nothing else', () => {
    for (const text of ['', '.', '-', '1-2', '1,5', '0x10', 'NaN', 'Infinity', '1e', '1 2', '१']) {
      assert.ok(Number.isNaN(parseNumber(text)), text);
    }
  });
});

describe('CSV files', () => {
  const folder = new TemporaryFolder();
  const settings = { format: 'csv', train: 'train.csv', test: 0, validation: 0, scaling: 'none' };
  const file = () => folder.file('train.csv');

  async function load(text: string | Uint8Array, changes: Readonly<Record<string, unknown>> = {}) {
    await folder.write({ 'train.csv': text });
    return folder.load({ ...settings, ...changes });
  }

  it('without a header: the label is the last column', async () => {
    const { train, inputShape, classNames, featureNames } = await load('1,2,0\n3,4,1\n');
    assert.deepEqual(inputShape, [2]);
    assert.deepEqual(train.inputs, Float32Array.of(1, 2, 3, 4));
    assert.deepEqual(train.labels, Int32Array.of(0, 1));
    assert.deepEqual(classNames, ['0', '1']);
    assert.equal(featureNames, undefined);
  });

  it('with a header: columns by name and by index, some ignored', async () => {
    const text = 'id,width,kind,height\nx1,1,cat,2\nx2,3,ant,4\nx3,5,cat,6\n';
    for (const changes of [
      { label: 'kind', ignore: ['id'] },
      { label: 2, ignore: [0] },
      { label: -2, ignore: [-4] },
    ]) {
      const { train, classNames, featureNames } = await load(text, changes);
      assert.deepEqual(featureNames, ['width', 'height']);
      assert.deepEqual(classNames, ['ant', 'cat']);
      assert.deepEqual(train.inputs, Float32Array.of(1, 2, 3, 4, 5, 6));
      assert.deepEqual(train.labels, Int32Array.of(1, 0, 1));
    }
  });

  it('separated by tabs or semicolons, quoted, compressed', async () => {
    const expected = await load('a,b,label\n1,2,x\n3,4,"y, z"\n');
    for (const text of [
      'a\tb\tlabel\n1\t2\tx\n3\t4\ty, z\n',
      '"a";"b";"label"\r\n"1";"2";"x"\r\n"3";"4";"y, z"\r\n',
    ]) {
      for (const content of [text, gzipSync(text)]) {
        const { train, classNames } = await load(content);
        assert.deepEqual(train, expected.train);
        assert.deepEqual(classNames, ['x', 'y, z']);
      }
    }
  });

  it('find out whether the first row is a header', async () => {
    const names = async (text: string, changes = {}) => (await load(text, changes)).featureNames;
    assert.deepEqual(await names('a,b,y\n1,2,x\n3,4,z\n'), ['a', 'b']);
    assert.deepEqual(await names('1999,2000,label\n1,2,0\n3,4,1\n'), ['1999', '2000']);
    assert.deepEqual(await names('0,1,2,3,4\n5,5,5,5,a\n6,6,6,6,b\n'), ['0', '1', '2', '3']);
    assert.deepEqual(await names('10,20,30\n1,2,0\n3,4,1\n', { label: '30' }), ['10', '20']);
    assert.equal(await names('1,2,x\n3,4,y\n'), undefined);
    assert.equal(await names('0,1,2\n3,4,0\n'), undefined);
  });

  it('sort labels as numbers when all are numbers, else as text', async () => {
    const numbers = await load('1,10\n2,9\n3,-1\n4,9.0\n');
    assert.deepEqual(numbers.classNames, ['-1', '9', '10']);
    assert.deepEqual(numbers.train.labels, Int32Array.of(2, 1, 0, 1));
    const texts = await load('1,10\n2,9\n3,none\n');
    assert.deepEqual(texts.classNames, ['10', '9', 'none']);
  });

  it('map labels to given class names, by name or by index', async () => {
    const named = await load('1,b\n2,a\n', { classNames: ['b', 'a', 'c'] });
    assert.deepEqual(named.train.labels, Int32Array.of(0, 1));
    assert.deepEqual(named.classCounts.train, [1, 1, 0]);
    const indexed = await load('1,2\n2,0\n', { classNames: ['zero', 'one', 'two'] });
    assert.deepEqual(indexed.train.labels, Int32Array.of(2, 0));
    await assertUserError(load('1,b\n2,d\n', { classNames: ['b', 'a'] }), /label "d" is not one of/, {
      file: file(),
      line: 2,
      column: 3,
    });
    await assertUserError(
      load('1,0\n2,3\n', { classNames: ['b', 'a'] }),
      /label "3" is not an integer from 0 to 1/,
    );
    await assertUserError(load('1,0\n2,1\n', { classNames: ['b', 'b'] }), /"b" occurs twice/);
  });

  it('name line, column and value of what is no number', async () => {
    const header = 'alpha,beta,label\n';
    const cases: [string, RegExp, number, number][] = [
      ['1,2,x\n3,oops,y\n', /"oops" in column 2 \(beta\) is not a number/, 3, 3],
      ['1,2,x\n3,,y\n', /column 2 \(beta\) is empty/, 3, 3],
      ['1,2,x\n3,4,y\n\n5,NaN,y\n', /column 2 \(beta\) has no number, but NaN/, 5, 3],
      ['1,2,x\n"3",  -inf,y\n', /no number, but -inf/, 3, 7],
      ['1,2,x\n3,1e39,y\n', /"1e39" in column 2 \(beta\) is too large/, 3, 3],
      ['1,2,x\n3,4,\n', /the label is empty/, 3, 5],
      ['1,2,x\n3,4,nan\n', /the label is nan/, 3, 5],
    ];
    for (const [rows, message, line, column] of cases) {
      await assertUserError(load(header + rows), message, { file: file(), line, column });
    }
    await assertUserError(load(`${header}?,2,x\n`), /has no number, but \?/, {
      file: file(),
      line: 2,
      column: 1,
    });
    const comma = await assertUserError(load('a;b;label\n1;2,5;x\n'), /"2,5" in column 2/);
    assert.match(comma.mend ?? '', /point/);
  });

  it('refuse ragged rows, blank files and single columns', async () => {
    await assertUserError(load('1,2,0\n3,4,1\n5,6\n'), /has 2 columns, the first has 3/, {
      file: file(),
      line: 3,
    });
    await assertUserError(load('1,2,0\n3,4,1,9\n5,6,0\n'), /has 4 columns/, { file: file(), line: 2 });
    await assertUserError(load('a,b,label\n'), /no rows of data/);
    await assertUserError(load('\n \n'), /no rows/);
    await assertUserError(load('1\n2\n'), /only one column/);
    await assertUserError(load('1,0\n2,0\n'), /same label \("0"\)/);
  });

  it('refuse text that is not UTF-8', async () => {
    const latin = Buffer.from('a,b,label\n1,2,caf\u00e9\n', 'latin1');
    await assertUserError(load(latin), /not UTF-8/, { file: file(), line: 2, column: 5 });
    await assertUserError(load(Buffer.from('\ufeff1,2\n3,4\n', 'utf16le')), /UTF-16/);
  });

  it('refuse columns that are not there, listing those that are', async () => {
    const text = 'a,b,kind\n1,2,x\n3,4,y\n';
    const error = await assertUserError(load(text, { label: 'Kind' }), /no column is called "Kind"/);
    assert.match(error.mend ?? '', /"a", "b", "kind"/);
    await assertUserError(load(text, { label: 3 }), /column 3, but there are 3 columns/);
    await assertUserError(load(text, { label: -4 }), /column -4/);
    await assertUserError(load(text, { ignore: ['z'] }), /no column is called "z"/);
    await assertUserError(
      load(text, { label: 'kind', ignore: [2] }),
      /both dataset\.label and in dataset\.ignore/,
    );
    await assertUserError(load(text, { ignore: [0, 1] }), /no column is left/);
    await assertUserError(load('a,a,kind\n1,2,x\n', { label: 'a' }), /more than one column/);
  });

  it('refuse quantities as labels', async () => {
    await assertUserError(load('1,2,0.5\n3,4,1\n'), /label 0\.5 is not a whole number/, {
      file: file(),
      line: 1,
      column: 5,
    });
  });

  it('take a test file with the same columns and known labels', async () => {
    const text = 'a,b,kind\n1,2,x\n3,4,y\n';
    const changes = { test: 'test.csv' };
    await folder.write({ 'test.csv': 'a,b,kind\n5,6,y\n' });
    const { train, test } = await load(text, changes);
    assert.deepEqual([train.count, test.inputs, test.labels], [2, Float32Array.of(5, 6), Int32Array.of(1)]);
    await folder.write({ 'test.csv': 'a,b,kind\n5,6,z\n' });
    await assertUserError(load(text, changes), /label "z" does not occur in the training data/, {
      file: folder.file('test.csv'),
      line: 2,
      column: 5,
    });
    await folder.write({ 'test.csv': 'b,a,kind\n5,6,y\n' });
    await assertUserError(load(text, changes), /feature 1 is called "b", but "a"/);
    await folder.write({ 'test.csv': 'a,b,c,kind\n5,6,7,y\n' });
    await assertUserError(load(text, changes), /feature|shape/);
  });

  it('keep numbers exact until they are scaled', async () => {
    const { train } = await load('16777217,0\n16777219,1\n', { scaling: 'standardize' });
    assert.deepEqual(train.inputs, Float32Array.of(-1, 1));
  });

  it('hold more rows than one block', async () => {
    const rows = Array.from({ length: 70_000 }, (_, row) => `${row},${row * 2},${row % 2}\n`);
    const { train } = await load(rows.join(''));
    assert.equal(train.count, 70_000);
    assert.equal(train.inputs[2 * 69_999 + 1], 2 * 69_999);
    assert.equal(train.inputs[2 * 65_536], 65_536);
  });
});
