import type { BatchMatMulAttrs, TensorInfo } from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { dispose, type Kernel, transpose } from './kernel';

/**
 * Multiplies transposed matrices by transposing first: only the multiplication of plain single matrices is a fast one in the
 * WebAssembly backend, all others fall into three nested loops.
 */
export function matMulTransposedFirst(
  stock: Kernel<'a' | 'b', BatchMatMulAttrs>,
): Kernel<'a' | 'b', BatchMatMulAttrs> {
  return (call) => {
    const { inputs, backend, attrs } = call;
    const { a, b } = inputs;
    if ((!attrs.transposeA && !attrs.transposeB) || !isSingleMatrix(a) || !isSingleMatrix(b))
      return stock(call);
    const left = attrs.transposeA ? transposeMatrix(a, backend) : a;
    const right = attrs.transposeB ? transposeMatrix(b, backend) : b;
    const product = stock({
      inputs: { a: left, b: right },
      backend,
      attrs: { transposeA: false, transposeB: false },
    });
    if (left !== a) dispose(backend, left);
    if (right !== b) dispose(backend, right);
    return product;
  };
}

function isSingleMatrix(tensor: TensorInfo): boolean {
  return tensor.dtype === 'float32' && tensor.shape.slice(0, -2).every((size) => size === 1);
}

function transposeMatrix(tensor: TensorInfo, backend: BackendWasm): TensorInfo {
  const rank = tensor.shape.length;
  const leading = Array.from({ length: rank - 2 }, (_, axis) => axis);
  return transpose(tensor, [...leading, rank - 1, rank - 2], backend);
}
