import * as z from 'zod';
import { experimentSchema } from './schema/experiment';
import { variantsOf, fieldsOf, descriptionOf } from './validation/fields';

/**
 * The JSON Schema (draft 7) of the experiment file, for editors: descriptions, defaults, and the keywords of VS Code for
 * comments, trailing commas and what each choice means.
 */
export function experimentJsonSchema(): object {
  const schema = z.toJSONSchema(experimentSchema, {
    io: 'input',
    target: 'draft-7',
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema instanceof z.ZodDiscriminatedUnion) Object.assign(jsonSchema, tagKeywords(zodSchema));
      dropUnlimitedBounds(jsonSchema);
    },
  });
  return {
    $schema: schema.$schema,
    title: 'Distillery experiment',
    description:
      'A knowledge distillation experiment: data, teacher, student, and how the one learns from the other.',
    allowComments: true,
    allowTrailingCommas: true,
    ...schema,
  };
}

/** The field that tells kinds apart, once more beside them: editors then offer every kind and say what it means. */
function tagKeywords(union: z.ZodDiscriminatedUnion): object {
  const tag = union.def.discriminator;
  const variants = variantsOf(union);
  const names = variants.map(({ name }) => name);
  const descriptions = variants.map(({ schema }) => {
    const literal = fieldsOf(schema)[tag];
    return (literal && descriptionOf(literal)) ?? '';
  });
  return {
    type: 'object',
    required: [tag],
    properties: { [tag]: { enum: names, enumDescriptions: descriptions } },
  };
}

/** A whole number is bounded by what a double can hold; nobody needs to read that. */
function dropUnlimitedBounds(schema: z.core.JSONSchema.BaseSchema): void {
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
}
