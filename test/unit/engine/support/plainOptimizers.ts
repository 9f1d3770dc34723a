import type { OptimizationSettings } from '../../../../src/engine/optimizers';

/** One weight array in plain float64. */
export interface PlainWeight {
  readonly isKernel: boolean;
  /** Row-major. */
  values: number[];
  /** Where the array is a kernel whose columns are bound: their number and their largest norm. */
  readonly bound?: { readonly columns: number; readonly norm: number };
}

function zipped(values: readonly number[], others: readonly number[], by: (a: number, b: number) => number) {
  return values.map((value, index) => by(value, others[index] ?? NaN));
}

function clipped(gradients: readonly (readonly number[])[], limit: number | undefined) {
  const norm = Math.hypot(...gradients.flat());
  const factor = limit === undefined || norm <= limit ? 1 : limit / norm;
  return gradients.map((gradient) => gradient.map((value) => value * factor));
}

function bindColumns(values: readonly number[], columns: number, largest: number): number[] {
  const norms = Array.from({ length: columns }, (_, column) =>
    Math.hypot(...values.filter((_value, index) => index % columns === column)),
  );
  return values.map((value, index) => {
    const norm = norms[index % columns] ?? NaN;
    return norm > largest ? (value * largest) / norm : value;
  });
}

/**
 * The optimizers as PyTorch documents them (torch.optim.SGD, Adam, AdamW; torch.nn.utils.clip_grad_norm_ before them), with
 * weight decay for kernels only.
 */
export class PlainOptimizer {
  private step = 0;
  private readonly first: number[][];
  private readonly second: number[][];

  constructor(
    private readonly settings: OptimizationSettings,
    private readonly weights: readonly PlainWeight[],
  ) {
    this.first = weights.map(({ values }) => values.map(() => 0));
    this.second = weights.map(({ values }) => values.map(() => 0));
  }

  update(given: readonly (readonly number[])[], learningRate: number): void {
    this.step++;
    const { optimizer, weightDecay, clipNorm } = this.settings;
    const gradients = clipped(given, clipNorm);
    this.weights.forEach((weight, index) => {
      const decay = weight.isKernel ? weightDecay : 0;
      let gradient = gradients[index] ?? [];
      if (optimizer.type === 'adamw') {
        weight.values = weight.values.map((value) => value * (1 - learningRate * decay));
      } else {
        gradient = zipped(gradient, weight.values, (g, w) => g + decay * w);
      }
      const direction =
        optimizer.type === 'sgd'
          ? this.sgdDirection(index, gradient, optimizer)
          : this.adamDirection(index, gradient, optimizer);
      weight.values = zipped(weight.values, direction, (w, d) => w - learningRate * d);
      if (weight.bound) weight.values = bindColumns(weight.values, weight.bound.columns, weight.bound.norm);
    });
  }

  private sgdDirection(
    index: number,
    gradient: readonly number[],
    { momentum, nesterov }: { momentum: number; nesterov: boolean },
  ): readonly number[] {
    if (momentum === 0) return gradient;
    const buffer = zipped(this.first[index] ?? [], gradient, (b, g) => momentum * b + g);
    this.first[index] = buffer;
    return nesterov ? zipped(gradient, buffer, (g, b) => g + momentum * b) : buffer;
  }

  private adamDirection(
    index: number,
    gradient: readonly number[],
    { beta1, beta2, epsilon }: { beta1: number; beta2: number; epsilon: number },
  ): readonly number[] {
    const mean = zipped(this.first[index] ?? [], gradient, (m, g) => beta1 * m + (1 - beta1) * g);
    const square = zipped(this.second[index] ?? [], gradient, (v, g) => beta2 * v + (1 - beta2) * g * g);
    this.first[index] = mean;
    this.second[index] = square;
    const correction1 = 1 - beta1 ** this.step;
    const correction2 = 1 - beta2 ** this.step;
    return zipped(mean, square, (m, v) => m / correction1 / (Math.sqrt(v / correction2) + epsilon));
  }
}
