import type { SeriesBuckets } from '../../protocol/dashboard';
import type { NetworkAccuracy } from '../../protocol/events';
import { stageName } from '../base/names';
import { t } from '../base/text';
import type { ChartBand, ChartLine } from '../charts/chartView';
import type { StageAxis } from '../pure/axes';
import { extremesLine, type Line, smoothedLine } from '../pure/lines';
import { roleOf, type StageModel } from '../pure/runModel';
import type { Range } from '../pure/zoom';
import { type Band, bucketBand, hullOf, meanOf, thinBand } from '../pure/seedBands';

/** A stage with its place on the axis. */
export interface Placed {
  readonly stage: StageModel;
  readonly axis: StageAxis;
}

/** What one chart draws. */
export interface Drawing {
  readonly lines: readonly ChartLine[];
  readonly bands: readonly ChartBand[];
}

/** `together`: several seeds of one role as the area between them and their mean. */
export type SeedLook = 'together' | 'single';

/** Stages that are drawn as one: all seeds of a role, or each by itself. */
export function stageGroups<Member>(
  members: readonly Member[],
  stageOf: (member: Member) => StageModel,
  seeds: SeedLook,
): Member[][] {
  const groups = new Map<string, Member[]>();
  for (const member of members) {
    const { stage } = stageOf(member).head;
    const key = seeds === 'together' ? (roleOf(stage) ?? stage) : stage;
    const group = groups.get(key);
    if (group) group.push(member);
    else groups.set(key, [member]);
  }
  return [...groups.values()];
}

/** "Student, seed 2" alone, "Student (3 seeds)" together. */
export function groupName(stages: readonly StageModel[]): string {
  const [first] = stages;
  if (!first) return '';
  if (stages.length === 1) return stageName(first.head.stage);
  return roleOf(first.head.stage) === 'student'
    ? t('Student ({0} seeds)', stages.length)
    : t('Baseline ({0} seeds)', stages.length);
}

/** The curves of one value that is on record for every step. */
export function stepDrawing(
  placed: readonly Placed[],
  bucketsOf: (stage: StageModel) => SeriesBuckets | null | undefined,
  seeds: SeedLook,
): Drawing {
  const known = placed.flatMap(({ stage, axis }) => {
    const buckets = bucketsOf(stage);
    const toX = (step: number): number => axis.toX(step);
    return buckets ? [{ stage, buckets, toX }] : [];
  });
  return merged(
    stageGroups(known, ({ stage }) => stage, seeds).map((group): Drawing => {
      const common = commonOf(group.map(({ stage }) => stage));
      const raw = group.map(({ buckets, toX }) => extremesLine(buckets, toX));
      const smoothed = group
        .filter(({ buckets }) => buckets.smoothed.length > 0)
        .map(({ buckets, toX }) => smoothedLine(buckets, toX));
      const isSmoothed = smoothed.length > 0;
      const [onlyRaw, ...otherRaw] = raw;
      if (onlyRaw && otherRaw.length === 0) {
        const faint: ChartLine = { ...common, ...onlyRaw, look: isSmoothed ? 'faint' : 'plain' };
        return { lines: [faint, ...smoothed.map((line) => smooth(common, line))], bands: [] };
      }
      const all = hullOf(group.map(({ buckets, toX }) => bucketBand(buckets, toX)));
      if (!isSmoothed) return banded(common, meanOf(raw), all);
      return {
        lines: [smooth(common, meanOf(smoothed))],
        bands: [
          { ...common, ...all, look: 'faint' },
          { ...common, ...hullOf(smoothed.map(thinBand)), key: `${common.key} smoothed`, look: 'plain' },
        ],
      };
    }),
  );
}

/** The curves of one value that is on record for every epoch. */
export function epochDrawing(
  placed: readonly Placed[],
  valueOf: (stage: StageModel, index: number) => number | undefined,
  options: { readonly look: 'plain' | 'dashed'; readonly seeds: SeedLook },
): Drawing {
  const { look, seeds } = options;
  return merged(
    stageGroups(placed, ({ stage }) => stage, seeds).map((group): Drawing => {
      const { key, name, colour } = commonOf(group.map(({ stage }) => stage));
      const common = {
        key: `${key} ${look}`,
        name: look === 'dashed' ? t('{0} (training)', name) : name,
        colour,
      };
      const lines = group.map(({ stage, axis }) => ({
        x: stage.epochs.map(({ step }) => axis.toX(step)),
        y: stage.epochs.map((_, index) => valueOf(stage, index) ?? null),
      }));
      const [only, ...others] = lines;
      if (only && others.length === 0) return { lines: [{ ...common, ...only, look }], bands: [] };
      const mean: ChartLine = { ...common, ...meanOf(lines), look };
      if (look === 'dashed') return { lines: [mean], bands: [] };
      return banded(common, mean, hullOf(lines.map(thinBand)));
    }),
  );
}

/** The accuracies of networks that were not trained in this run, as lines from end to end. */
export function referenceDrawing(stages: readonly StageModel[], [low, high]: Range): Drawing {
  const lines = stages.filter(isReference).map((stage): ChartLine => {
    const { key, name, colour } = commonOf([stage]);
    const { value } = stage.head.accuracy;
    return {
      key: `${key} dotted`,
      name: t('{0} (reused)', name),
      colour,
      x: [low, high],
      y: [value, value],
      look: 'dotted',
    };
  });
  return { lines, bands: [] };
}

type Reference = StageModel & { readonly head: { readonly accuracy: NetworkAccuracy } };

/** Whether all that is known of a network is how accurate it is on the validation split. */
export function isReference(stage: StageModel): stage is Reference {
  return stage.head.status === 'reused' && stage.head.accuracy?.split === 'validation';
}

/** Several drawings in one chart. */
export function merged(drawings: readonly Drawing[]): Drawing {
  return {
    lines: drawings.flatMap(({ lines }) => lines),
    bands: drawings.flatMap(({ bands }) => bands),
  };
}

type Common = Pick<ChartLine, 'key' | 'name' | 'colour'>;

function commonOf(stages: readonly StageModel[]): Common {
  const role = stages[0] && roleOf(stages[0].head.stage);
  return {
    key: stages.map(({ head }) => head.stage).join(),
    name: groupName(stages),
    colour: `--${role ?? 'quiet'}`,
  };
}

function smooth(common: Common, line: Line): ChartLine {
  return { ...common, ...line, key: `${common.key} smoothed`, look: 'plain' };
}

function banded(common: Common, mean: Line, band: Band): Drawing {
  return { lines: [{ ...common, ...mean, look: 'plain' }], bands: [{ ...common, ...band, look: 'plain' }] };
}
