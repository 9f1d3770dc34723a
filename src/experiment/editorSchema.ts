import { experimentJsonSchema } from './jsonSchema';

type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * The experiment file's fields for VS Code's own JSON support: completion and hover texts for every field and choice, and
 * not one rule, since the problems of an experiment are told by its validator, once and in its own words.
 */
export function experimentEditorSchema(): object {
  const { $schema, title, allowComments, allowTrailingCommas, ...schema } =
    experimentJsonSchema() as JsonSchema;
  return { $schema, title, allowComments, allowTrailingCommas, ...withoutRules(schema) };
}

function withoutRules(schema: JsonSchema): object {
  const documentation = documentationOf(schema);
  const branches = list(schema['oneOf'] ?? schema['anyOf']).filter(isSchema);
  const tag = tagOf(schema);
  return {
    ...(documentation !== undefined && { markdownDescription: documentation }),
    ...('default' in schema && { default: schema['default'] }),
    ...choicesOf(schema),
    ...(schema['properties'] !== undefined && { properties: fields(schema['properties']) }),
    ...(isSchema(schema['items']) && { items: withoutRules(schema['items']) }),
    ...(tag === undefined
      ? branches.length > 0 && { anyOf: branches.map(withoutRules) }
      : {
          defaultSnippets: branches.map((branch) => objectOfKind(tag, branch)),
          allOf: branches.map((branch) => ifOfKind(tag, branch)),
        }),
  };
}

/** The field that tells the kinds of an object apart, which the schema names once more beside them. */
function tagOf({ oneOf, properties }: JsonSchema): string | undefined {
  return oneOf !== undefined && isSchema(properties) ? Object.keys(properties)[0] : undefined;
}

/** A condition, unlike a rule, is never broken: it only adds the fields of the kind that is written. */
function ifOfKind(tag: string, branch: JsonSchema): object {
  const { [tag]: kind, ...others } = isSchema(branch['properties']) ? branch['properties'] : {};
  const value = isSchema(kind) ? kind['const'] : undefined;
  return {
    if: { properties: { [tag]: { const: value } }, required: [tag] },
    then: { properties: fields(others) },
  };
}

function fields(properties: unknown): object {
  if (!isSchema(properties)) return {};
  return Object.fromEntries(
    Object.entries(properties).map(([name, field]) => [name, isSchema(field) ? withoutRules(field) : {}]),
  );
}

/** Values to choose from, each with what it means. */
function choicesOf(schema: JsonSchema): object {
  const meanings = list(schema['enumDescriptions']);
  const values = 'const' in schema ? [schema['const']] : list(schema['enum']);
  if (schema['type'] === 'boolean') values.push(true, false);
  if (values.length === 0) return beginningOf(schema);
  return {
    defaultSnippets: values.map((value, index) => ({
      label: JSON.stringify(value),
      body: value,
      ...(typeof meanings[index] === 'string' && { description: meanings[index] }),
    })),
  };
}

/** A place to write in, with its quotes, where nothing else says how a value begins: editors then write the colon too. */
function beginningOf(schema: JsonSchema): object {
  if ('default' in schema) return {};
  if (schema['type'] === 'string') return { defaultSnippets: [{ label: '""', body: '$1' }] };
  const isNumber = schema['type'] === 'number' || schema['type'] === 'integer';
  return isNumber ? { defaultSnippets: [{ label: '0', body: '^${1:0}' }] } : {};
}

/** For each kind of an object, one with the fields that it must have. */
function objectOfKind(tag: string, branch: JsonSchema): object {
  const properties = isSchema(branch['properties']) ? branch['properties'] : {};
  const kind = isSchema(properties[tag]) ? properties[tag] : {};
  const needed = list(branch['required']).filter((name) => typeof name === 'string' && name !== tag);
  const places = needed.map((name, index) => [String(name), placeIn(properties[String(name)], index + 1)]);
  const body: unknown = { [tag]: kind['const'], ...(Object.fromEntries(places) as object) };
  return {
    label: `{ ${JSON.stringify(tag)}: ${JSON.stringify(kind['const'])} }`,
    body,
    ...(typeof kind['description'] === 'string' && { description: kind['description'] }),
  };
}

function placeIn(field: unknown, index: number): string {
  if (!isSchema(field)) return `^$${index}`;
  if (field['type'] === 'string') return `$${index}`;
  const brackets = field['type'] === 'object' ? '{}' : field['type'] === 'array' ? '[]' : '';
  return `^${brackets.slice(0, 1)}$${index}${brackets.slice(1)}`;
}

/** What a field is for, its range and its default. */
function documentationOf(schema: JsonSchema): string | undefined {
  const description = schema['description'];
  const facts = [
    rangeOf(schema),
    ...('default' in schema ? [`default \`${JSON.stringify(schema['default'])}\``] : []),
  ];
  const told = facts.filter((fact) => fact !== undefined);
  const parts = [
    ...(typeof description === 'string' ? [description] : []),
    ...(told.length > 0 ? [told.join(', ')] : []),
  ];
  return parts.length === 0 ? undefined : parts.join('\n\n');
}

function rangeOf({
  type,
  minimum,
  maximum,
  exclusiveMinimum,
  exclusiveMaximum,
}: JsonSchema): string | undefined {
  const low = bound(minimum, 'from') ?? bound(exclusiveMinimum, 'above');
  const high = bound(maximum, 'to') ?? bound(exclusiveMaximum, 'below');
  if (low === undefined && high === undefined) return undefined;
  return [type === 'integer' ? 'whole number' : 'number', low, high]
    .filter((word) => word !== undefined)
    .join(' ');
}

function bound(value: unknown, word: string): string | undefined {
  return typeof value === 'number' ? `${word} ${value}` : undefined;
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? [...(value as unknown[])] : [];
}
