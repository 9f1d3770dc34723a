import type { SeriesBuckets, SeriesName, SeriesQuery } from '../../../protocol/dashboard';
import type { StageKey } from '../../../protocol/events';
import type { RunRecord, StageRecord } from '../../../runs';
import { BlockExtremes, bucketize } from './buckets';
import { MovingAverage } from './smoothing';

/** Answers what a page draws of the series of one run. */
export class SeriesAnswers {
  private readonly averages = new Map<string, MovingAverage>();
  private readonly blocks = new Map<string, BlockExtremes>();

  /** Steps of this stage were replaced. */
  forget(stage: StageKey): void {
    for (const kept of [this.averages, this.blocks]) {
      for (const key of kept.keys()) if (key.startsWith(`${stage} `)) kept.delete(key);
    }
  }

  answer(record: RunRecord, query: SeriesQuery): SeriesBuckets | null {
    const stage = record.stages.find((candidate) => candidate.stage === query.stage);
    const values = stage && valuesOf(stage, query.series);
    if (!values) return null;
    const key = `${query.stage} ${query.series}`;
    const blocks = this.blocks.get(key) ?? new BlockExtremes();
    this.blocks.set(key, blocks);
    const buckets = bucketize(values, query, blocks);
    const smoothed = query.smoothing > 0 ? this.smoothedAtEnds(query, values, buckets) : new Float64Array(0);
    return { ...buckets, smoothed };
  }

  private smoothedAtEnds(
    query: SeriesQuery,
    values: ArrayLike<number>,
    { first, size, last, minimum }: ReturnType<typeof bucketize>,
  ): Float64Array {
    const average = this.averageOf(query);
    return minimum.map((low, bucket) =>
      Number.isNaN(low) ? NaN : average.after(values, Math.min(first - 1 + (bucket + 1) * size, last)),
    );
  }

  private averageOf({ stage, series, smoothing }: SeriesQuery): MovingAverage {
    const key = `${stage} ${series}`;
    const kept = this.averages.get(key);
    if (kept?.weight === smoothing) return kept;
    const fresh = new MovingAverage(smoothing);
    this.averages.set(key, fresh);
    return fresh;
  }
}

function valuesOf({ series }: StageRecord, name: SeriesName): ArrayLike<number> | undefined {
  return series.length === 0 ? undefined : series[name];
}
