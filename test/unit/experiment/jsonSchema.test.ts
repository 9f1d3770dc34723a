import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { experimentEditorSchema, experimentJsonSchema } from '../../../src/experiment';

type Json = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every field of every object in a schema, with its path; the fields that only repeat a kind are left out. */
function* fieldsOf(schema: unknown, path: string): Generator<{ path: string; field: Json }> {
  if (Array.isArray(schema)) for (const item of schema) yield* fieldsOf(item, path);
  if (!isObject(schema)) return;
  for (const keyword of ['oneOf', 'anyOf', 'items']) yield* fieldsOf(schema[keyword], path);
  if (!isObject(schema['properties'])) return;
  for (const [name, field] of Object.entries(schema['properties'])) {
    if (!isObject(field)) continue;
    if (!Array.isArray(schema['oneOf'])) yield { path: `${path}.${name}`, field };
    yield* fieldsOf(field, `${path}.${name}`);
  }
}

describe('the JSON Schema of the experiment file', () => {
  const schema = experimentJsonSchema() as Json;

  it('is the one in schemas/, and so is the one for VS Code (npm run schema writes both)', () => {
    for (const [name, expected] of [
      ['distill.schema.json', schema],
      ['distill.editor.json', experimentEditorSchema()],
    ] as const) {
      const file = join(__dirname, '..', '..', '..', 'schemas', name);
      assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), JSON.parse(JSON.stringify(expected)));
    }
  });

  it('judges nothing in the editor, where the extension tells every problem itself', () => {
    const judging = [
      ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
      ...['minLength', 'maxLength', 'pattern', 'minItems', 'maxItems', 'uniqueItems'],
      ...['required', 'additionalProperties', 'const', 'not', 'dependentRequired'],
    ];
    const keywordsOf = (value: unknown): string[] => {
      if (Array.isArray(value)) return value.flatMap(keywordsOf);
      if (!isObject(value)) return [];
      return Object.entries(value).flatMap(([name, member]) =>
        name === 'properties' && isObject(member)
          ? Object.values(member).flatMap(keywordsOf)
          : // Conditions choose what is documented; the others hold values.
            ['if', 'default', 'examples', 'defaultSnippets'].includes(name)
            ? []
            : [name, ...keywordsOf(member)],
      );
    };
    const used = new Set(keywordsOf(JSON.parse(JSON.stringify(experimentEditorSchema()))));
    assert.ok(used.has('markdownDescription') || used.has('description'));
    assert.deepEqual(
      judging.filter((keyword) => used.has(keyword)),
      [],
    );
    const whole = new Set(keywordsOf(schema));
    assert.ok(whole.has('minimum') && whole.has('required'));
  });

  it('describes every field', () => {
    const fields = [...fieldsOf(schema, '')];
    assert.ok(fields.length > 100);
    const silent = fields.filter(({ field }) => typeof field['description'] !== 'string');
    assert.deepEqual(
      silent.map(({ path }) => path),
      [],
    );
  });

  it('gives the defaults', () => {
    const defaults = new Map([...fieldsOf(schema, '')].map(({ path, field }) => [path, field['default']]));
    assert.equal(defaults.get('.distillation.temperature'), 4);
    assert.equal(defaults.get('.training.epochs'), 10);
    assert.deepEqual(defaults.get('.seeds'), [1]);
    assert.deepEqual(defaults.get('.baseline'), { method: 'labels' });
  });

  it('lets editors accept comments and trailing commas', () => {
    assert.equal(schema['allowComments'], true);
    assert.equal(schema['allowTrailingCommas'], true);
    assert.equal(schema['title'], 'Distillery experiment');
  });

  it('says what each kind and choice means', () => {
    const text = JSON.stringify(schema);
    const choices = [
      ...text.matchAll(/"enum":(\[[^\]]*\]),"enumDescriptions":(\[(?:"(?:[^"\\]|\\.)*",?)*\])/g),
    ];
    assert.ok(choices.length >= 10);
    for (const [, names = '', meanings = ''] of choices) {
      const said = JSON.parse(meanings) as string[];
      assert.equal(said.length, (JSON.parse(names) as string[]).length);
      assert.ok(said.every((meaning) => meaning.length > 5));
    }
  });
});
