import * as z from 'zod';
import type { ControlReply, ControlRequest } from '../../protocol/control';

/** No message comes near it. */
export const MAXIMUM_MESSAGE_BYTES = 64 * 1024;

/** The id of replies to messages that could not be read. */
export const UNKNOWN_ID = -1;

const id = z.int();

const requestSchema = z.object({
  id,
  command: z.enum(['pause', 'continue', 'stop', 'checkpoint', 'status']),
});

const replySchema = z.discriminatedUnion('ok', [
  z.object({ id, ok: z.literal(true), run: z.string(), state: z.enum(['running', 'paused', 'stopping']) }),
  z.object({ id, ok: z.literal(false), error: z.string() }),
]);

export function encodeMessage(message: ControlRequest | ControlReply): string {
  return `${JSON.stringify(message)}\n`;
}

/** A request, or the refusal to send back. */
export function parseRequest(value: unknown): ControlRequest | Extract<ControlReply, { ok: false }> {
  const request = requestSchema.safeParse(value);
  if (request.success) return request.data;
  const withId = z.object({ id }).safeParse(value);
  return {
    id: withId.data?.id ?? UNKNOWN_ID,
    ok: false,
    error:
      'This is no request: {"id": number, "command": "pause" | "continue" | "stop" | "checkpoint" | "status"}',
  };
}

/** undefined when it is none */
export function parseReply(value: unknown): ControlReply | undefined {
  return replySchema.safeParse(value).data;
}

/** The value of a JSON text; undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
