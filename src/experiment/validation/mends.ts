import * as z from 'zod';
import {
  branchesOf,
  branchFor,
  defaultOf,
  descriptionOf,
  fieldsOf,
  isOptional,
  limitsOf,
  unwrap,
  variantsOf,
  visitSchema,
  type Schema,
} from './fields';
import type { Fix } from '../diagnostics';
import { formatPath, isWithin, type JsonPath } from '../path';
import { suggest } from '../../common/suggestion';
import { expectationOf, listWords, quote, show } from './words';

/** How to mend something, in words, and for an editor where one way is clear. */
export interface Mend {
  readonly mend: string;
  readonly fix?: Fix;
}

/** How to mend a value of the wrong kind or out of its range. */
export function mendValue(schema: Schema, value: unknown): Mend {
  const branches = branchesOf(schema);
  if (value === null && isOptional(schema))
    return {
      mend: `Leave the field out${defaultWords(schema, ' for the default, ')}.`,
      fix: { kind: 'remove' },
    };
  if (typeof value === 'string') {
    const inside = parseJson(value);
    if (inside !== undefined && z.safeParse(schema, inside).success)
      return { mend: `Write it without quotes: ${value.trim()}.`, fix: replaceBy(inside) };
    const word = suggest(value, branches.flatMap(wordsOf));
    if (word !== undefined) return didYouMean(word);
    const object = branches.map((branch) => objectNamed(branch, value)).find((named) => named !== undefined);
    if (object !== undefined) return object;
  }
  if (
    (typeof value === 'number' || typeof value === 'boolean') &&
    z.safeParse(schema, String(value)).success
  ) {
    return { mend: `Put it in quotes: "${value}".`, fix: replaceBy(String(value)) };
  }
  if (!Array.isArray(value) && z.safeParse(schema, [value]).success)
    return { mend: `Put it in a list: [${show(value)}].`, fix: replaceBy([value]) };
  const nearest = nearestNumber(schema, value);
  if (nearest !== undefined)
    return {
      mend: `The nearest that is allowed is ${nearest}${defaultWords(schema, '; the default is ')}.`,
      fix: replaceBy(nearest),
    };
  const object = branches.find((branch) => branch instanceof z.ZodObject);
  if (object !== undefined) return { mend: `Write ${objectWords(object)}.` };
  return { mend: `Use ${expectationOf(schema)}${defaultWords(schema, '; the default is ')}.` };
}

export function didYouMean(word: string): Mend {
  return { mend: `Did you mean ${quote(word)}?`, fix: replaceBy(word) };
}

function replaceBy(value: unknown): Fix {
  return { kind: 'replace', text: JSON.stringify(value) };
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
  const { type, minimum = -Infinity, maximum = Infinity } = limitsOf(branch);
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
function objectNamed(schema: Schema, name: string): Mend | undefined {
  if (!(schema instanceof z.ZodDiscriminatedUnion)) return undefined;
  const meant = suggest(
    name,
    variantsOf(schema).map((variant) => variant.name),
  );
  if (meant === undefined) return undefined;
  const text = `{ ${quote(schema.def.discriminator)}: ${quote(meant)} }`;
  return { mend: `Write ${text}.`, fix: { kind: 'replace', text } };
}

/** How to mend a missing field. */
export function mendMissing(path: JsonPath, schema: Schema): Mend {
  const name = String(path.at(-1));
  const bare = unwrap(schema);
  const fix: Fix = { kind: 'add', path, value: startOf(schema) };
  if (bare instanceof z.ZodDiscriminatedUnion) {
    const variants = variantsOf(bare).map(
      (variant) => `{ ${quote(bare.def.discriminator)}: ${quote(variant.name)}, … }`,
    );
    return { mend: `Add ${quote(name)}: ${listWords(variants)}.`, fix };
  }
  if (bare instanceof z.ZodObject) return { mend: `Add ${quote(name)}: ${objectWords(bare)}.`, fix };
  const description = descriptionOf(schema);
  const what = expectationOf(schema);
  return { mend: `Add ${quote(name)}, ${what}${description === undefined ? '.' : `: ${description}`}`, fix };
}

/** What a new field begins with: its default, else the least that its kind must have, to be filled in. */
function startOf(schema: Schema): unknown {
  const byDefault = defaultOf(schema);
  if (byDefault !== undefined) return byDefault;
  const [branch = schema] = branchesOf(schema);
  if (branch instanceof z.ZodDiscriminatedUnion) {
    const [variant] = variantsOf(branch);
    return variant === undefined ? {} : startOf(variant.schema);
  }
  if (branch instanceof z.ZodObject) {
    const needed = Object.entries(fieldsOf(branch)).filter(([, field]) => !isOptional(field));
    return Object.fromEntries(needed.map(([field, inner]) => [field, startOf(inner)]));
  }
  if (branch instanceof z.ZodLiteral) return branch.value;
  if (branch instanceof z.ZodEnum) return branch.options[0];
  if (branch instanceof z.ZodArray) return [];
  if (branch instanceof z.ZodNumber) return nearestNumber(branch, 0) ?? 0;
  return branch instanceof z.ZodBoolean ? false : '';
}

/** How to mend a field that does not exist: the name that was meant, where the field belongs, or the names there are. */
export function mendUnknown(
  name: string,
  { known, path, places }: { known: readonly string[]; path: JsonPath; places: FieldPlaces },
): Mend {
  const meant = suggest(name, known);
  if (meant !== undefined) return didYouMean(meant);
  const fix: Fix = { kind: 'remove' };
  const everywhere = places.get(name) ?? [];
  const below = everywhere.filter((place) => isWithin(place, path));
  const near = below.length > 0 ? below : everywhere;
  if (near.length > 0 && near.length <= mostPlaces) {
    return { mend: `It belongs in ${listWords(near.map((place) => formatPath(place)))}.`, fix };
  }
  if (known.length === 0) return { mend: 'Remove it.', fix };
  return { mend: `Remove it; other fields here are ${listWords(known.map(quote), 'and')}.`, fix };
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
