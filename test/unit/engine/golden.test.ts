import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DistillationSettings } from '../../../src/experiment/schema/distillation';
import { withEngine } from '../support/engine';
import { assertMatrixClose, assertNumberClose, hinton, measureLoss, softOnly } from './support/losses';
import type { LossCase, Matrix } from './support/losses';
import { finiteDifferences, plainCrossEntropy, smoothedTargets } from './support/plainLosses';

interface GoldenLoss {
  readonly value: number;
  readonly gradStudentLogits: Matrix;
}
interface GoldenFile {
  readonly cases: readonly (LossCase & { readonly expected: Readonly<Record<string, GoldenLoss>> })[];
}

const file = join(__dirname, '..', '..', 'fixtures', 'golden', 'kd-losses.json');
const golden = JSON.parse(readFileSync(file, 'utf8')) as GoldenFile;

const ours: Readonly<Record<string, DistillationSettings>> = {
  crossEntropy: { method: 'labels' },
  'labelSmoothing.eps0.1': { method: 'label-smoothing', epsilon: 0.1 },
  'hintonKD.T1': softOnly(1),
  'hintonKD.T2': softOnly(2),
  'hintonKD.T4': softOnly(4),
  'hintonKD.T20': softOnly(20),
  'hintonTotal.T4.alpha0.9': hinton(4, 0.9),
};

describe('losses of the published reference implementations', () => {
  withEngine();

  golden.cases.forEach((given, index) => {
    const shape = `${given.studentLogits.length}×${given.studentLogits[0]?.length ?? 0}`;
    for (const [name, settings] of Object.entries(ours)) {
      it(`case ${index} (${shape}): ${name}`, () => {
        const expected = given.expected[name];
        if (expected === undefined) throw new Error(`The golden file has no "${name}".`);
        const { total, gradient } = measureLoss(settings, given);
        assertNumberClose(total, expected.value, 1e-5, 'the loss');
        assertMatrixClose(gradient, expected.gradStudentLogits, 1e-5, 'the gradient');
      });
    }

    it(`case ${index} (${shape}): hard and soft parts of Hinton's loss come unweighted`, () => {
      const temperature = 4;
      const { hard, soft } = measureLoss(hinton(temperature, 0.9), given);
      assertNumberClose(hard, given.expected['crossEntropy']?.value ?? NaN, 1e-5, 'the hard part');
      const scaled = given.expected['hintonKD.T4']?.value ?? NaN;
      assertNumberClose(soft, scaled / temperature ** 2, 1e-5, 'the soft part');
    });

    for (const epsilon of [0, 0.05, 0.3, 1]) {
      it(`case ${index} (${shape}): label smoothing with ε = ${epsilon} is its definition in float64`, () => {
        const classes = given.studentLogits[0]?.length ?? 0;
        const targets = smoothedTargets(given.labels, classes, epsilon);
        const settings: DistillationSettings =
          epsilon === 0 ? { method: 'labels' } : { method: 'label-smoothing', epsilon };
        const { total, hard, gradient } = measureLoss(settings, given);
        const expected = plainCrossEntropy(given.studentLogits, targets);
        assertNumberClose(total, expected, 1e-5, 'the loss');
        assertNumberClose(hard, expected, 1e-5, 'the hard part');
        const differences = finiteDifferences(
          (logits) => plainCrossEntropy(logits, targets),
          given.studentLogits,
        );
        assertMatrixClose(gradient, differences, 1e-5, 'the gradient');
      });
    }
  });
});
