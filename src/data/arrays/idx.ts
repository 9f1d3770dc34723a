import { sizeOf } from '../../common/examples';
import { binaryError, type Origin } from '../errors';
import { trailingBytes, type DataFiles } from '../files';
import { decodeElements, elementSizes, type ElementType, type RawArray } from './elements';

/** The third byte of an IDX file. */
const elementTypes: ReadonlyMap<number, ElementType> = new Map([
  [0x08, 'uint8'],
  [0x09, 'int8'],
  [0x0b, 'int16'],
  [0x0c, 'int32'],
  [0x0d, 'float32'],
  [0x0e, 'float64'],
]);

interface IdxHeader {
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly dataOffset: number;
  /** Header and data, in bytes. */
  readonly size: number;
}

/**
 * Reads an IDX file, plain or gzip: two zero bytes, element type, number of dimensions, the dimensions and the
 * elements, all big-endian (LeCun, Cortes and Burges, "The MNIST database of handwritten digits").
 */
export async function readIdx(path: string, files: DataFiles): Promise<RawArray> {
  const { bytes, origin } = await files.read(path, (head, from) => readHeader(head, from).size);
  const header = readHeader(bytes, origin);
  if (bytes.length < header.size) {
    throw binaryError(
      origin,
      bytes.length,
      `the data ends here, but the header declares [${header.shape.join(', ')}] elements of type ${header.type}, ${header.size} bytes in all`,
      'The file is cut or its header is damaged: get it again.',
    );
  }
  if (bytes.length > header.size) {
    throw trailingBytes(origin, header.size);
  }
  return {
    origin,
    shape: header.shape,
    type: header.type,
    dataOffset: header.dataOffset,
    values: decodeElements(bytes, header.dataOffset, header.type, 'big', origin),
  };
}

function readHeader(bytes: Uint8Array, origin: Origin): IdxHeader {
  const [zero, secondZero, typeCode, dimensions] = bytes;
  if (zero !== 0 || secondZero !== 0) {
    throw binaryError(
      origin,
      0,
      `an IDX file starts with two zero bytes, not with ${hexadecimal(bytes.subarray(0, 2))}`,
      'Choose another dataset.format, or another file.',
    );
  }
  const type = elementTypes.get(typeCode ?? -1);
  if (type === undefined) {
    throw binaryError(
      origin,
      2,
      `no IDX element type has the code ${hexadecimal(bytes.subarray(2, 3))}`,
      'The file is damaged or not in IDX format: the codes are 08, 09, 0b, 0c, 0d and 0e.',
    );
  }
  if (dimensions === undefined || dimensions === 0) {
    throw binaryError(
      origin,
      3,
      'the number of dimensions is missing or 0',
      'The file is damaged: get it again.',
    );
  }
  const dataOffset = 4 + 4 * dimensions;
  if (bytes.length < dataOffset) {
    throw binaryError(
      origin,
      bytes.length,
      `the header ends too early: ${dimensions} dimensions need ${dataOffset} bytes`,
      'The file is cut or damaged: get it again.',
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: dimensions }, (_, axis) => view.getUint32(4 + 4 * axis));
  return { type, shape, dataOffset, size: dataOffset + sizeOf(shape) * elementSizes[type] };
}

function hexadecimal(bytes: Uint8Array): string {
  return bytes.length === 0
    ? 'nothing'
    : Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}
