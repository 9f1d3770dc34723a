import type { RunRecord } from '../../../runs';

const LINES_AT_ONCE = 20_000;

/** All points of all series of a run, in pieces of text: one line a step, empty where there is no finite number. */
export function* seriesCsv(record: RunRecord): Generator<string> {
  yield 'stage,step,total,hard,soft,learningRate\n';
  for (const { stage, series } of record.stages) {
    let lines: string[] = [];
    for (let index = 0; index < series.length; index++) {
      const numbers = [series.total, series.hard, series.soft, series.learningRate].map((values) =>
        cell(values?.[index]),
      );
      lines.push(`${stage},${index + 1},${numbers.join(',')}\n`);
      if (lines.length === LINES_AT_ONCE) {
        yield lines.join('');
        lines = [];
      }
    }
    yield lines.join('');
  }
}

function cell(value: number | undefined): string {
  return value === undefined || !Number.isFinite(value) ? '' : String(value);
}
