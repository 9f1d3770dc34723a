import * as z from 'zod';
import type { ComputingOrder } from '../../protocol/computing';
import { parseJson } from '../../runs/control/messages';

const orderSchema: z.ZodType<ComputingOrder> = z.object({
  task: z.discriminatedUnion('type', [
    z.object({
      type: z.enum(['run', 'teacher']),
      experimentFile: z.string(),
      overrides: z.array(z.string()),
      cache: z.enum(['use', 'ignore']),
    }),
    z.object({ type: z.literal('resume'), folder: z.string() }),
  ]),
  withoutParent: z.enum(['stop', 'go-on']),
  events: z.enum(['send', 'record-only']),
});

/** The order that a computing process was started with. @throws ZodError when it is none */
export function parseOrder(text: string): ComputingOrder {
  return orderSchema.parse(parseJson(text));
}
