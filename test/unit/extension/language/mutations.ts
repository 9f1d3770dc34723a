import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { experimentText } from '../../../../src/extension/commands/newExperiment/template';

const examples = path.join(__dirname, '..', '..', '..', '..', 'examples');

/** Every kind of section there is. */
const everything = `// An experiment
{
  "name": "everything",
  "dataset": { "format": "csv", "train": "a.csv", "test": 0.2, "label": "digit", "ignore": ["id", 3], "inputShape": [8, 8, 1] },
  "teacher": { "model": { "type": "cnn", "filters": [8, 16] }, "training": { "epochs": 5, "optimizer": { "type": "sgd" } } },
  "student": { "model": { "type": "layers", "layers": [{ "layer": "flatten" }, { "layer": "dense", "units": "classes" }] } },
  "distillation": { "method": "hinton", "temperature": 4, "augmentedTargets": { "views": 2 } },
  "training": { "schedule": { "type": "step", "warmupEpochs": 1 }, "earlyStopping": { "patience": 2 }, "augmentation": { "shift": 1 } },
  "baseline": { "method": "label-smoothing", "epsilon": 0.2 },
  "seeds": [1, 2, 3],
  "engine": { "name": "auto", "threads": 2 },
  "record": { "checkpointSeconds": 30, },
} /* end */`;

const originals = [
  ...['digits', 'mnist'].map((name) =>
    readFileSync(path.join(examples, name, `${name}.distill.json`), 'utf8'),
  ),
  experimentText('mine', { format: 'npz', file: 'arrays.npz' }),
  everything,
  everything.replaceAll('\n', '\r\n'),
];

/** Strings, numbers and words, punctuation, comments: each is a token. */
const tokenPattern = /"(?:[^"\\\n]|\\.)*"|[\w.+-]+|\/\/[^\n]*|\/\*[^]*?\*\/|[^\s\w]/gu;

const oddTexts = [
  ...['\u0000', '\uFEFF', '\u2028', '\uD800', '\u202E', '😀', 'é', '\u{E0001}', '\\u12', '\\'],
  ...[
    '1e999',
    '-1e999',
    '9'.repeat(400),
    '0.0000000000000000000000001',
    '1e-400',
    '-0',
    '00',
    '1.',
    'NaN',
    '+1',
  ],
  ...[
    '"__proto__": {}, ',
    '"constructor": 1, ',
    '"toString": [], ',
    'null',
    'true',
    '{}',
    '[]',
    '""',
    '/*',
    '//',
    '"',
  ],
];

type Mutation = (text: string) => string;

/** A place in any text, as a share of its length. */
const place = fc.double({ min: 0, max: 1, noNaN: true });

function splice(text: string, start: number, removed: number, inserted: string): string {
  return text.slice(0, start) + inserted + text.slice(start + removed);
}

function tokenAt(text: string, share: number): { readonly start: number; readonly length: number } {
  const tokens = [...text.matchAll(tokenPattern)];
  const token = tokens[Math.floor(share * (tokens.length - 1))];
  return token === undefined ? { start: 0, length: 0 } : { start: token.index, length: token[0].length };
}

const byteFlip = fc.tuple(place, fc.nat(7)).map(([share, bit]): Mutation => (text) => {
  const bytes = Buffer.from(text, 'utf8');
  const index = Math.floor(share * (bytes.length - 1));
  bytes[index] = (bytes[index] ?? 0) ^ (1 << bit);
  return bytes.toString('utf8');
});

const tokenDeletion = place.map((share): Mutation => (text) => {
  const { start, length } = tokenAt(text, share);
  return splice(text, start, length, '');
});

const tokenCopy = fc.tuple(place, place).map(([from, to]): Mutation => (text) => {
  const source = tokenAt(text, from);
  const target = tokenAt(text, to);
  return splice(text, target.start, target.length, text.slice(source.start, source.start + source.length));
});

const sectionCopy = fc.tuple(place, place, place).map(([from, length, to]): Mutation => (text) => {
  const start = Math.floor(from * text.length);
  const section = text.slice(start, start + Math.floor(length * text.length));
  return splice(text, Math.floor(to * text.length), 0, section);
});

const sectionDeletion = fc.tuple(place, place).map(([from, length]): Mutation => (text) => {
  return splice(text, Math.floor(from * text.length), Math.floor((length * text.length) / 4), '');
});

const oddText = fc
  .tuple(place, fc.constantFrom(...oddTexts), fc.boolean())
  .map(([share, odd, isReplacement]): Mutation => (text) => {
    const { start, length } = tokenAt(text, share);
    return splice(text, start, isReplacement ? length : 0, odd);
  });

const anyText = fc.tuple(place, fc.string({ unit: 'binary', maxLength: 20 })).map(
  ([share, inserted]): Mutation =>
    (text) =>
      splice(text, Math.floor(share * text.length), 0, inserted),
);

const nesting = fc
  .tuple(place, fc.constantFrom('[', '{', '{"a":', '[{"layers":[', '/*', '{"model":{"type":'), fc.nat(3000))
  .map(([share, opening, depth]): Mutation => (text) => {
    const { start, length } = tokenAt(text, share);
    return splice(text, start, length, opening.repeat(depth));
  });

const longList = fc
  .tuple(place, fc.constantFrom('-1,', '"a",', '{"x":1},', '"seeds":[1],', '"name":"",'), fc.nat(400))
  .map(([share, entry, count]): Mutation => (text) => {
    return splice(text, tokenAt(text, share).start, 0, entry.repeat(count));
  });

const mutation = fc.oneof(
  { arbitrary: byteFlip, weight: 3 },
  { arbitrary: tokenDeletion, weight: 3 },
  { arbitrary: tokenCopy, weight: 3 },
  { arbitrary: sectionCopy, weight: 1 },
  { arbitrary: sectionDeletion, weight: 1 },
  { arbitrary: oddText, weight: 3 },
  { arbitrary: anyText, weight: 1 },
  { arbitrary: nesting, weight: 1 },
  { arbitrary: longList, weight: 1 },
);

/** The text of an experiment file after one to five accidents. */
export const mutatedExperiment: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom(...originals), fc.array(mutation, { minLength: 1, maxLength: 5 }))
  .map(([original, mutations]) => mutations.reduce((text, mutate) => mutate(text), original));
