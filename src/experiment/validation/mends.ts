import * as z from 'zod';
import {
  branchesOf,
  branchFor,
  defaultOf,
  descriptionOf,
  fieldsOf,
  isOptional,
  unwrap,
  variantsOf,
  visitSchema,
  type Schema,
} from './fields';
import { formatPath, isWithin, type JsonPath } from '../path';
import { suggest } from '../../common/suggestion';
import { expectationOf, listWords, quote, show } from './words';

/** How to mend a value of the wrong kind or out of its range. */
export function mendValue(schema: Schema, value: unknown): string {
  const branches = branchesOf(schema);
  if (value === null && isOptional(schema))
    return `Leave the field out${defaultWords(schema, ' for the default, ')}.`;
  if (typeof value === 'string') {
    const inside = parseJson(value);
    if (inside !== undefined && z.safeParse(schema, inside).success)
      return `Write it without quotes: ${value.trim()}.`;
    const words = suggest(value, branches.flatMap(wordsOf));
    if (words !== undefined) return `Did you mean ${quote(words)}?`;
    const object = branches.map((branch) => objectNamed(branch, value)).find((text) => text !== undefined);
    if (object !== undefined) return `Write ${object}.`;
  }
  if (
    (typeof value === 'number' || typeof value === 'boolean') &&
    z.safeParse(schema, String(value)).success
  ) {
    return `Put it in quotes: "${value}".`;
  }
  if (!Array.isArray(value) && z.safeParse(schema, [value]).success)
    return `Put it in a list: [${show(value)}].`;
  const nearest = nearestNumber(schema, value);
  if (nearest !== undefined)
    return `The nearest that is allowed is ${nearest}${defaultWords(schema, '; the default is ')}.`;
  const object = branches.find((branch) => branch instanceof z.ZodObject);
  if (object !== undefined) return `Write ${objectWords(object)}.`;
  return `Use ${expectationOf(schema)}${defaultWords(schema, '; the default is ')}.`;
}

/** What the field is when it is left out, after some words; nothing where it has no default. */
export function defaultWords(schema: Schema, before: string): string {
  const byDefault = defaultOf(schema);
  return byDefault === undefined ? '' : `${before}${show(byDefault)}`;
}

/** The end of the range that a number is nearest to, if the schema accepts it. */
function nearestNumber(schema: Schema, value: unknown): number | undefined {
  const branch = branchFor(schema, value);
  if (!(branch instanceof z.ZodNumber) || typeof value !== 'number' || !Number.isFinite(value))
    return undefined;
  const { type, minimum = -Infinity, maximum = Infinity } = z.toJSONSchema(branch, { io: 'input' });
  const whole = type === 'integer' ? Math.round(value) : value;
  const nearest = Math.min(Math.max(whole, minimum), maximum);
  return nearest !== value && z.safeParse(branch, nearest).success ? nearest : undefined;
}

/** An object with the fields that it must have, or else with some that it may have. */
function objectWords(schema: Schema): string {
  const names = Object.keys(fieldsOf(schema));
  const needed = Object.entries(fieldsOf(schema)).filter(([, field]) => !isOptional(field));
  const shown = needed.length > 0 ? needed.map(([name]) => name) : names.slice(0, 3);
  return shown.length === 0 ? '{ … }' : `{ ${shown.map((name) => `${quote(name)}: …`).join(', ')} }`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function wordsOf(schema: Schema): string[] {
  if (schema instanceof z.ZodEnum) return schema.options.map(String);
  return schema instanceof z.ZodLiteral && typeof schema.value === 'string' ? [schema.value] : [];
}

/** `{ "type": "mlp" }` for "mlp", where an object of that type is wanted. */
function objectNamed(schema: Schema, name: string): string | undefined {
  if (!(schema instanceof z.ZodDiscriminatedUnion)) return undefined;
  const meant = suggest(
    name,
    variantsOf(schema).map((variant) => variant.name),
  );
  return meant === undefined ? undefined : `{ ${quote(schema.def.discriminator)}: ${quote(meant)} }`;
}

/** How to mend a missing field. */
export function mendMissing(name: string, schema: Schema): string {
  const bare = unwrap(schema);
  if (bare instanceof z.ZodDiscriminatedUnion) {
    const variants = variantsOf(bare).map(
      (variant) => `{ ${quote(bare.def.discriminator)}: ${quote(variant.name)}, … }`,
    );
    return `Add ${quote(name)}: ${listWords(variants)}.`;
  }
  if (bare instanceof z.ZodObject) return `Add ${quote(name)}: ${objectWords(bare)}.`;
  const description = descriptionOf(schema);
  return `Add ${quote(name)}, ${expectationOf(schema)}${description === undefined ? '.' : `: ${description}`}`;
}

/** How to mend a field that does not exist: the name that was meant, where the field belongs, or the names there are. */
export function mendUnknown(
  name: string,
  { known, path, places }: { known: readonly string[]; path: JsonPath; places: FieldPlaces },
): string {
  const meant = suggest(name, known);
  if (meant !== undefined) return `Did you mean ${quote(meant)}?`;
  const everywhere = places.get(name) ?? [];
  const below = everywhere.filter((place) => isWithin(place, path));
  const near = below.length > 0 ? below : everywhere;
  if (near.length > 0 && near.length <= mostPlaces) {
    return `It belongs in ${listWords(near.map((place) => formatPath(place)))}.`;
  }
  if (known.length === 0) return 'Remove it.';
  return `Remove it; other fields here are ${listWords(known.map(quote), 'and')}.`;
}

/** A field that exists in more places than this says nothing about where it was meant to be. */
const mostPlaces = 3;

/** Where the experiment, as it is written, can have a field of a name. */
export type FieldPlaces = ReadonlyMap<string, readonly JsonPath[]>;

export function fieldPlaces(root: Schema, rootValue: unknown): FieldPlaces {
  const places = new Map<string, JsonPath[]>();
  const seen = new Set<string>();
  visitSchema(root, rootValue, (schema, path) => {
    for (const name of Object.keys(fieldsOf(schema))) {
      const place = [...path, name];
      if (seen.has(formatPath(place))) continue;
      seen.add(formatPath(place));
      places.set(name, [...(places.get(name) ?? []), place]);
    }
  });
  return places;
}

/** Of which kinds of the object a field is, where it is none of this kind's. */
export function kindsWith(union: z.ZodDiscriminatedUnion, name: string): string[] {
  return variantsOf(union)
    .filter(({ schema }) => Object.hasOwn(fieldsOf(schema), name))
    .map((variant) => variant.name);
}

/** The kind that was meant by a tag that does not exist. */
export function meantVariant(union: z.ZodDiscriminatedUnion, tag: unknown): string | undefined {
  if (typeof tag !== 'string') return undefined;
  return suggest(
    tag,
    variantsOf(union).map(({ name }) => name),
  );
}
