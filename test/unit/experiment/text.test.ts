import assert from 'node:assert/strict';
import { diagnosticsOf, experimentOf, onlyOf, pointedAt, textOf } from './support';

describe('the text of an experiment file', () => {
  it('may hold comments and trailing commas', () => {
    const text = `// first
{ /* name */ "name": "x", "dataset": { "format": "csv", "train": "a", "test": 5, },
  "teacher": { "model": { "type": "mlp", "hidden": [3, 4,], } }, // teacher
  "student": { "model": { "type": "mlp" } },
}
// last`;
    assert.deepEqual(diagnosticsOf(text), []);
    assert.deepEqual(experimentOf(text).teacher?.model, {
      type: 'mlp',
      hidden: [3, 4],
      activation: 'relu',
      dropout: 0,
      inputDropout: 0,
      batchNorm: false,
    });
  });

  it('may begin with a byte order mark, which no column counts', () => {
    const text = `\uFEFF${JSON.stringify({ ...JSON.parse(textOf()), name: 3 })}`;
    const found = onlyOf(diagnosticsOf(text));
    assert.equal(pointedAt(text, found), '3');
    assert.deepEqual([found.position.line, found.position.column], [1, 9]);
  });

  for (const [name, lineBreak] of [
    ['LF', '\n'],
    ['CRLF', '\r\n'],
    ['CR', '\r'],
  ] as const) {
    it(`counts lines that end in ${name}`, () => {
      const text = textOf({ seeds: [-1] }).replaceAll('\n', lineBreak);
      const lines = text.split(lineBreak);
      const { position } = onlyOf(diagnosticsOf(text));
      assert.equal(lines[(position.line ?? 0) - 1]?.slice((position.column ?? 0) - 1), '-1');
    });
  }

  it('may not name a field twice, at any depth', () => {
    const text = textOf()
      .replace('"name"', '"name": "first",\n  "name"')
      .replace('"hidden"', '"hidden": [],\n      "hidden"');
    const found = diagnosticsOf(text);
    assert.deepEqual(
      found.map(({ path, message }) => [path.join('.'), message]),
      [
        ['name', '"name" is given twice in the same object, first in line 2.'],
        ['teacher.model.hidden', '"hidden" is given twice in the same object, first in line 12.'],
      ],
    );
    assert.deepEqual(
      found.map(({ position }) => position.line),
      [3, 13],
    );
  });

  const broken: readonly (readonly [string, string, string, RegExp])[] = [
    ['a missing comma', '{ "a": 1 "b": 2 }', '"b"', /comma is missing/],
    ['a missing colon', '{ "a" 1 }', '1', /colon is missing/],
    ['a missing value', '{ "a": }', '}', /value is expected/],
    ['single quotes', '{ "a": \'x\' }', "'x'", /no JSON value/],
    ['an open text', '{ "a": "x }', '"x }', /no closing quote/],
    ['a bad escape', '{ "a": "C:\\dir" }', '"C:\\dir"', /backslash/],
    ['an open comment', '{ "a": 1 } /* x', '/* x', /comment never ends/],
    ['an open brace', '{ "a": 1', '', /closing \} is missing/],
    ['more than one value', '{ "a": 1 } 5', '5', /ends before this/],
  ];
  for (const [title, text, at, says] of broken) {
    it(`is broken by ${title}`, () => {
      const found = diagnosticsOf(text).find(({ message }) => says.test(message));
      assert.ok(found, JSON.stringify(diagnosticsOf(text)));
      if (at !== '') assert.equal(pointedAt(text, found), at);
      assert.ok(found.mend);
    });
  }

  it('is judged as far as it can be read when it is broken somewhere', () => {
    const text = textOf({ seeds: [-1] }).replace('"digits",', '"digits"');
    assert.deepEqual(
      diagnosticsOf(text).map(({ path, position }) => [path.join('.'), position.line]),
      [
        ['', 3],
        ['seeds.0', 25],
      ],
    );
  });

  it('says so when it is empty or no object', () => {
    assert.match(onlyOf(diagnosticsOf('')).message, /is empty/);
    assert.match(onlyOf(diagnosticsOf('\n  // nothing\n')).message, /is empty/);
    assert.match(onlyOf(diagnosticsOf('[1]')).message, /^The experiment is \[1\]; it must be an object/);
    assert.match(onlyOf(diagnosticsOf('null')).message, /^The experiment is null/);
  });

  it('does not overflow the stack', () => {
    for (const opening of ['[', '{"a":', '[{"a":']) {
      assert.match(onlyOf(diagnosticsOf(opening.repeat(100_000))).message, /nested more than 100 deep/);
    }
  });
});
