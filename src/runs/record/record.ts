import type { Probes, RunEvent, SoftTargets, StageKey, TeacherSoftTargets } from '../../protocol/events';
import type { Report } from '../../protocol/report';
import type { DecodedSteps } from '../log/stepsLine';
import { type Circumstances, OutlineBuilder, type RunOutline, type StageOutline } from './outline';
import { SeriesBuilder, type StepSeries } from './series';

export interface StageRecord extends StageOutline {
  readonly series: StepSeries;
  /** Another object whenever steps of the series that were there have been dropped or replaced. */
  readonly attempt: object;
  readonly softTargets: readonly SoftTargets[];
}

/** All that a run's events say. */
export interface RunRecord extends RunOutline {
  readonly stages: readonly StageRecord[];
  readonly probes?: Probes;
  readonly teacherSoftTargets?: TeacherSoftTargets;
  readonly report?: Report;
}

/**
 * Folds events, one by one and in their order, into a record. Pure: knows nothing of files and processes, so a page that is
 * sent the events can do it, too.
 */
export class RecordBuilder {
  private readonly outlineBuilder = new OutlineBuilder();
  private readonly series = new Map<StageKey, SeriesBuilder>();
  private readonly softTargets = new Map<StageKey, SoftTargets[]>();
  private probes: Probes | undefined;
  private teacherSoftTargets: TeacherSoftTargets | undefined;

  /**
   * As if all events had been applied of which these are what is left: all but steps, and of steps what `series` hold; of
   * consecutive events of steps only each stage's last one is needed. The series now belong to the builder.
   */
  static restored(events: readonly RunEvent[], series: ReadonlyMap<StageKey, StepSeries>): RecordBuilder {
    const builder = new RecordBuilder();
    for (const event of events) {
      if (event.type === 'steps') builder.outlineBuilder.apply(event);
      else builder.apply(event);
    }
    for (const [stage, steps] of series) builder.series.set(stage, SeriesBuilder.from(steps));
    return builder;
  }

  get lastEventTime(): number | undefined {
    return this.outlineBuilder.lastEventTime;
  }

  /** The steps on record by stage: views, valid until a stage starts again. */
  stepSeries(): Map<StageKey, StepSeries> {
    return new Map([...this.series].map(([stage, series]) => [stage, series.view()]));
  }

  /** @returns false when the event contradicts all before it and was left out as damaged */
  apply(event: RunEvent | DecodedSteps): boolean {
    if (event.type === 'steps') {
      if (!this.seriesOf(event.stage).add(event)) return false;
    } else if (event.type === 'stage-started') {
      const resumedAtStep = event.resumedAtStep ?? 0;
      const series = this.seriesOf(event.stage);
      series.truncate(resumedAtStep);
      series.expect(event.totalSteps ?? 0);
      this.keepSoftTargets(event.stage, ({ step }) => step <= resumedAtStep);
    } else if (event.type === 'soft-targets') {
      this.keepSoftTargets(event.stage, ({ epoch }) => epoch < event.epoch).push(event);
    } else if (event.type === 'probes') {
      this.probes = event;
    } else if (event.type === 'teacher-soft-targets') {
      this.teacherSoftTargets = event;
    }
    this.outlineBuilder.apply(event);
    return true;
  }

  /** The record so far. Its series are views: valid until a stage starts again. */
  record(id: string, circumstances: Circumstances): RunRecord {
    const outline = this.outlineBuilder.outline(id, circumstances);
    return {
      ...outline,
      stages: outline.stages.map((stage) => ({
        ...stage,
        series: this.seriesOf(stage.stage).view(),
        attempt: this.seriesOf(stage.stage).attempt,
        softTargets: [...(this.softTargets.get(stage.stage) ?? [])],
      })),
      ...(this.probes && { probes: this.probes }),
      ...(this.teacherSoftTargets && { teacherSoftTargets: this.teacherSoftTargets }),
    };
  }

  private seriesOf(stage: StageKey): SeriesBuilder {
    let series = this.series.get(stage);
    if (!series) {
      series = new SeriesBuilder();
      this.series.set(stage, series);
    }
    return series;
  }

  private keepSoftTargets(stage: StageKey, keep: (event: SoftTargets) => boolean): SoftTargets[] {
    const kept = (this.softTargets.get(stage) ?? []).filter(keep);
    this.softTargets.set(stage, kept);
    return kept;
  }
}
