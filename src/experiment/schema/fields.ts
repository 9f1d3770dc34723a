import * as z from 'zod';

/** A field's documentation: what the editor shows on hover. `source` names the paper a default comes from. */
export function documented<Schema extends z.ZodType>(
  schema: Schema,
  description: string,
  source?: string,
): Schema {
  return schema.meta({
    description: source === undefined ? description : `${description} Source: ${source}`,
  });
}

export const positiveInteger = z.int().min(1);
export const nonNegativeInteger = z.int().min(0);
export const positiveNumber = z.number().gt(0);
export const nonNegativeNumber = z.number().min(0);
export const fraction = z.number().min(0).max(1);
/** A share that may be nothing but never all: dropout rates, momenta. */
export const fractionBelowOne = z.number().min(0).lt(1);
export const seed = z
  .int()
  .min(0)
  .max(2 ** 32 - 1);

/** Which texts are paths of files, relative to the experiment file's folder. */
export const filePaths = z.registry<{ readonly kind: 'file' }>();
export const filePath = z.string().min(1).register(filePaths, { kind: 'file' });

/** One of several words; each with what it means, shown by editors beside it. */
export function choice<const Meanings extends Readonly<Record<string, string>>>(meanings: Meanings) {
  return z
    .enum(Object.keys(meanings) as (keyof Meanings & string)[])
    .meta({ enumDescriptions: Object.values(meanings) });
}
