import { tf } from '../tensorflow';

const SIZE = 512;
const FLOATING_POINT_OPERATIONS = 2 * SIZE ** 3;
const MEASURED_MILLISECONDS = 400;

/**
 * How fast the started backend multiplies two 512×512 matrices of float32, results read back included.
 *
 * @returns billions of floating-point operations a second (GFLOP/s; a multiplication and an addition count as two)
 */
export async function measureMatmulRate(): Promise<number> {
  const [a, b] = tf.tidy(
    () =>
      [
        tf.randomUniform([SIZE, SIZE], -1, 1, 'float32', 1),
        tf.randomUniform([SIZE, SIZE], -1, 1, 'float32', 2),
      ] as const,
  );
  const multiply = async (): Promise<void> => {
    const product = tf.matMul(a, b);
    await product.data();
    product.dispose();
  };
  try {
    await multiply();
    let repetitions = 0;
    const start = performance.now();
    let elapsed = 0;
    do {
      await multiply();
      repetitions++;
      elapsed = performance.now() - start;
    } while (elapsed < MEASURED_MILLISECONDS);
    return (repetitions * FLOATING_POINT_OPERATIONS) / (elapsed * 1e6);
  } finally {
    tf.dispose([a, b]);
  }
}
