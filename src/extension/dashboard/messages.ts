import * as z from 'zod';
import {
  DASHBOARD_ACTIONS,
  type PageMessage,
  type PanelSubject,
  SERIES_NAMES,
} from '../../protocol/dashboard';
import type { StageKey } from '../../protocol/events';

const MOST_QUERIES = 256;
const WIDEST = 10_000;
const LONGEST_TEXT = 10_000;

const stageKey = z.custom<StageKey>(
  (value) =>
    typeof value === 'string' &&
    /^(?:data|teacher|soft-targets|report|(?:student|baseline)-\d{1,16})$/.test(value),
);

const seriesQuery = z.object({
  stage: stageKey,
  series: z.enum(SERIES_NAMES),
  from: z.number().min(1),
  to: z.number().min(1),
  width: z.number().min(1).max(WIDEST),
  smoothing: z.number().min(0).lt(1),
});

const request = z.discriminatedUnion('name', [
  z.object({ name: z.literal('series'), queries: z.array(seriesQuery).max(MOST_QUERIES) }),
  z.object({ name: z.literal('probes'), folder: z.string().exactOptional() }),
  z.object({
    name: z.literal('snapshot'),
    folder: z.string().exactOptional(),
    stage: stageKey,
    epoch: z.int().min(0),
  }),
  z.object({ name: z.literal('classMeans'), stage: stageKey, temperature: z.number().positive() }),
  z.object({ name: z.literal('sharedConfusions'), temperature: z.number().positive() }),
  z.object({ name: z.literal('saveCsv') }),
  z.object({ name: z.literal('savePicture'), picture: z.string().max(200), png: z.instanceof(Uint8Array) }),
  z.object({ name: z.literal('previewTeacher') }),
]);

const pageMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('request'), id: z.int().min(0), request }),
  z.object({ type: z.literal('action'), action: z.enum(DASHBOARD_ACTIONS), folder: z.string() }),
  z.object({ type: z.literal('openRun'), folder: z.string() }),
  z.object({ type: z.literal('failed'), message: z.string().max(LONGEST_TEXT) }),
]);

/** What a page said; undefined when it is none of what a page may say. */
export function parsePageMessage(value: unknown): PageMessage | undefined {
  return pageMessage.safeParse(value).data;
}

const subject = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('run'), folder: z.string().min(1) }),
  z.object({ kind: z.literal('compare'), folders: z.array(z.string().min(1)).min(1) }),
  z.object({
    kind: z.literal('preview'),
    temperature: z.number().positive().exactOptional(),
    experiment: z.string().exactOptional(),
  }),
]);

/** The subject within the saved state of a panel; undefined when the state is damaged or of another version. */
export function parseSavedSubject(state: unknown): PanelSubject | undefined {
  return z.object({ subject }).safeParse(state).data?.subject;
}
