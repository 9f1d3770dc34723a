import { SERIES_NAMES, type SeriesQuery } from '../src/protocol/dashboard';
import { LONG_RUN_STAGE } from './longRun';

const PIXELS = 800;

/** What the page asks for when it shows all curves of a student, as far as it has come, smoothed. */
export function curveQueries(steps: number): SeriesQuery[] {
  return SERIES_NAMES.map((series) => ({
    stage: LONG_RUN_STAGE,
    series,
    from: 1,
    to: steps,
    width: PIXELS,
    smoothing: series === 'learningRate' ? 0 : 0.9,
  }));
}
