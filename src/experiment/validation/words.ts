import * as z from 'zod';
import { branchesOf, isFilePath, limitsOf, unwrap, variantsOf, type Schema } from './fields';

/** Longer values are cut in messages. */
const longestShown = 60;

/** A value as a message shows it. */
export function show(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === Infinity || value === -Infinity) return 'a number too large to hold';
  if (Array.isArray(value) && value.length === 0) return 'an empty list';
  if (value === '') return 'an empty text';
  const text = JSON.stringify(value);
  return text.length > longestShown ? `${text.slice(0, longestShown - 1)}…` : text;
}

/** `"a", "b" or "c"`. */
export function listWords(words: readonly string[], conjunction: 'or' | 'and' = 'or'): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} ${conjunction} ${last}`;
}

export function quote(text: string): string {
  return JSON.stringify(text);
}

/** What a value must be, as a noun: "a number from 0.1 to 100". */
export function expectationOf(schema: Schema): string {
  return listWords([...new Set(branchesOf(schema).map(expectationOfBranch))]);
}

function expectationOfBranch(schema: Schema): string {
  if (isFilePath(schema)) return 'the path of a file';
  if (schema instanceof z.ZodString)
    return `a text${lengthOf(schema.minLength, schema.maxLength, 'character')}`;
  if (schema instanceof z.ZodNumber) return numberExpectation(schema);
  if (schema instanceof z.ZodBoolean) return 'true or false';
  if (schema instanceof z.ZodNull) return 'null';
  if (schema instanceof z.ZodLiteral) return JSON.stringify(schema.value);
  if (schema instanceof z.ZodEnum) return enumExpectation(schema);
  if (schema instanceof z.ZodArray) return listExpectation(schema);
  if (schema instanceof z.ZodDiscriminatedUnion) {
    const names = variantsOf(schema).map(({ name }) => quote(name));
    return `an object whose ${quote(schema.def.discriminator)} is ${listWords(names)}`;
  }
  return 'an object { … }';
}

/** Longer lists of words are cut in messages. */
const mostWords = 12;

function enumExpectation(schema: z.ZodEnum): string {
  const words = schema.options.map((option) => quote(String(option)));
  if (words.length <= mostWords) return listWords(words);
  return `one of ${words.slice(0, mostWords).join(', ')} and ${words.length - mostWords} more`;
}

function lengthOf(minimum: number | null, maximum: number | null, unit: string): string {
  if (maximum !== null) return ` of ${minimum ?? 0} to ${maximum} ${unit}s`;
  if (minimum === null || minimum === 0) return '';
  return ` of at least ${minimum} ${minimum === 1 ? unit : `${unit}s`}`;
}

function listExpectation(schema: z.ZodArray): string {
  const { minItems, maxItems } = limitsOf(schema);
  return `a list […]${lengthOf(minItems ?? null, maxItems ?? null, 'entry').replaceAll('entrys', 'entries')}`;
}

function numberExpectation(schema: z.ZodNumber): string {
  const { type, minimum, maximum, exclusiveMinimum, exclusiveMaximum } = limitsOf(schema);
  const noun = type === 'integer' ? 'a whole number' : 'a number';
  const lowest = minimum === undefined || minimum === Number.MIN_SAFE_INTEGER ? undefined : minimum;
  const highest = maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum;
  const isAbove = typeof exclusiveMinimum === 'number';
  const from = isAbove ? `above ${exclusiveMinimum}` : lowest === undefined ? undefined : `from ${lowest}`;
  if (typeof exclusiveMaximum === 'number') {
    return [
      noun,
      ...(from === undefined ? [] : [from, isAbove ? 'and' : 'to']),
      `below ${exclusiveMaximum}`,
    ].join(' ');
  }
  if (highest !== undefined) return [noun, ...(from === undefined ? [] : [from]), `to ${highest}`].join(' ');
  if (isAbove) return `${noun} above ${exclusiveMinimum}`;
  return lowest === undefined ? noun : `${noun} of at least ${lowest}`;
}

/** Whether the schema is met by texts only. */
export function wantsText(schema: Schema): boolean {
  const bare = unwrap(schema);
  return bare instanceof z.ZodString || bare instanceof z.ZodEnum;
}
