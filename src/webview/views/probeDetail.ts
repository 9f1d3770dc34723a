import { decimal, percent } from '../../common/format';
import type { ProbeSet } from '../../protocol/dashboard';
import type { StageKey } from '../../protocol/events';
import { h } from '../base/dom';
import { shownName, stageName } from '../base/names';
import { t } from '../base/text';
import { distributionBars } from '../charts/distributionBars';
import { inputPicture } from '../charts/inputPicture';
import type { ProbeMeasures } from '../pure/probeMeasures';
import { roleOf } from '../pure/runModel';

export interface ShownProbe {
  readonly index: number;
  /** Absent when the teacher has not answered it. */
  readonly measure: ProbeMeasures | undefined;
  /** The network that is compared with the teacher. */
  readonly stage: StageKey;
}

/** One example, and the answers of teacher and network beside each other. */
export function probeDetail(probes: ProbeSet, { index, measure, stage }: ShownProbe): HTMLElement[] {
  const example = probes.examples[index];
  if (!example || !measure || !example.teacherLogits) {
    return [h('p', { class: 'empty' }, t('No answer of a teacher is on record.'))];
  }
  const name = (answer: number): string => shownName(probes.classNames[answer] ?? String(answer), 24);
  const role = roleOf(stage) ?? 'student';
  return [
    h(
      'div',
      { class: 'probe-head' },
      inputPicture(example.input, probes.inputShape, probes.featureNames, name(example.label)),
      h(
        'dl',
        { class: 'numbers' },
        number(t('Label'), name(example.label)),
        number(t('Teacher says'), name(measure.teacherAnswer)),
        number(t('{0} says', stageName(stage)), name(measure.studentAnswer)),
        number(t('KL at T, nats'), decimal(measure.divergence, 4)),
        number(
          t('Entropy, nats'),
          `${decimal(measure.teacherEntropy, 2)} / ${decimal(measure.studentEntropy, 2)}`,
        ),
        number(
          t('Off the label'),
          `${decimal(100 * measure.teacherOffLabel, 1)} / ${percent(measure.studentOffLabel, 1)}`,
        ),
        number(t('Rank agreement'), decimal(measure.rankAgreement, 2)),
      ),
    ),
    distributionBars(
      [
        { name: t('Teacher'), role: 'teacher', probabilities: measure.teacher },
        { name: stageName(stage), role, probabilities: measure.student },
      ],
      probes.classNames,
      example.label,
    ),
  ];
}

function number(label: string, value: string): HTMLElement {
  return h('div', {}, h('dt', {}, label), h('dd', {}, value));
}
