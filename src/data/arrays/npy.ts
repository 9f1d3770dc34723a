import { sizeOf } from '../../common/examples';
import { binaryError, type Origin } from '../errors';
import { trailingBytes, type DataFiles, type FileContent } from '../files';
import {
  decodeElements,
  elementSizes,
  type ByteOrder,
  type ElementType,
  type NumericArray,
  type RawArray,
} from './elements';

const magic = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59);

/** The longest header that is read, in bytes. NumPy's own limit is smaller. */
const longestHeader = 2 ** 16;

const elementTypes: ReadonlyMap<string, ElementType> = new Map([
  ['b1', 'bool'],
  ['u1', 'uint8'],
  ['u2', 'uint16'],
  ['u4', 'uint32'],
  ['u8', 'uint64'],
  ['i1', 'int8'],
  ['i2', 'int16'],
  ['i4', 'int32'],
  ['i8', 'int64'],
  ['f2', 'float16'],
  ['f4', 'float32'],
  ['f8', 'float64'],
]);

interface NpyHeader {
  readonly type: ElementType;
  readonly byteOrder: ByteOrder;
  readonly layout: 'row-major' | 'column-major';
  readonly shape: readonly number[];
  readonly dataOffset: number;
  /** Header and data, in bytes. */
  readonly size: number;
}

/** Reads a .npy file, plain or gzip. */
export async function readNpy(path: string, files: DataFiles): Promise<RawArray> {
  return parseNpy(await files.read(path, (head, origin) => readHeader(head, origin).size));
}

/**
 * The array in the content of a .npy file, format versions 1 to 3 (NumPy enhancement proposal 1, and
 * numpy.lib.format).
 */
export function parseNpy({ bytes, origin }: FileContent): RawArray {
  const header = readHeader(bytes, origin);
  if (bytes.length < header.size) {
    throw binaryError(
      origin,
      bytes.length,
      `the data ends here, but the header declares (${header.shape.join(', ')}) elements of type ${header.type}, ${header.size} bytes in all`,
      'The file is cut or its header is damaged: write it again.',
    );
  }
  if (bytes.length > header.size) {
    throw trailingBytes(origin, header.size);
  }
  const values = decodeElements(bytes, header.dataOffset, header.type, header.byteOrder, origin);
  return {
    origin,
    shape: header.shape,
    type: header.type,
    dataOffset: header.dataOffset,
    values: header.layout === 'column-major' ? toRowMajor(values, header.shape) : values,
  };
}

function readHeader(bytes: Uint8Array, origin: Origin): NpyHeader {
  if (!magic.every((byte, index) => bytes[index] === byte)) {
    throw binaryError(
      origin,
      0,
      'a .npy file starts with the bytes 93 4e 55 4d 50 59 ("\\x93NUMPY")',
      'Save the array with numpy.save, or choose another dataset.format.',
    );
  }
  const [version = 0] = bytes.subarray(6);
  if (version < 1 || version > 3) {
    throw binaryError(
      origin,
      6,
      `version ${version} of the .npy format is unknown`,
      'Save the array with numpy.save.',
    );
  }
  const textOffset = version === 1 ? 10 : 12;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length =
    bytes.length < textOffset ? Infinity : version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const dataOffset = textOffset + length;
  if (length > longestHeader || bytes.length < dataOffset) {
    throw binaryError(
      origin,
      Math.min(bytes.length, 8),
      Number.isFinite(length) ? `the header cannot be ${length} bytes long` : 'the header ends too early',
      'The file is cut or damaged: write it again.',
    );
  }
  const text = Buffer.from(bytes.subarray(textOffset, dataOffset)).toString('utf8');
  const description = readDescription(text, textOffset, origin);
  return {
    ...description,
    dataOffset,
    size: dataOffset + sizeOf(description.shape) * elementSizes[description.type],
  };
}

/** The type, layout and shape that the header's Python dictionary declares. */
function readDescription(text: string, textOffset: number, origin: Origin) {
  const description = /'descr':\s*(?:'([^']*)'|\[)/.exec(text);
  const fortran = /'fortran_order':\s*(True|False)\b/.exec(text);
  const tuple = /'shape':\s*\(([\dL, ]*)\)/.exec(text);
  const shape = (tuple?.[1] ?? '').replace(/, *$/, '').split(',');
  const lengths =
    shape.length === 1 && shape[0] === '' ? [] : shape.map((length) => Number.parseInt(length, 10));
  if (description === null || fortran === null || tuple === null || !lengths.every(Number.isSafeInteger)) {
    throw binaryError(
      origin,
      textOffset,
      `the header ${JSON.stringify(text.trim().slice(0, 100))} does not say 'descr', 'fortran_order' and 'shape'`,
      'The file is damaged: save the array with numpy.save again.',
    );
  }
  const [, code = 'a structured type'] = description;
  const [, order = '', kind = ''] = /^([<>|])(.+)$/.exec(code) ?? [];
  const type = elementTypes.get(kind);
  if (type === undefined || (elementSizes[type] > 1 && order === '|')) {
    throw binaryError(
      origin,
      textOffset + description.index,
      `arrays of ${code} cannot be read`,
      'Save booleans, integers of up to 64 bits or floats of 16, 32 or 64 bits: array.astype(numpy.float32).',
    );
  }
  return {
    type,
    byteOrder: order === '>' ? ('big' as const) : ('little' as const),
    layout: fortran[1] === 'True' ? ('column-major' as const) : ('row-major' as const),
    shape: lengths,
  };
}

/** The same array with the last axis, not the first, running fastest. */
function toRowMajor(values: NumericArray, shape: readonly number[]): NumericArray {
  const result = values.slice();
  const strides = shape.map((_, axis) => sizeOf(shape.slice(0, axis)));
  const index = shape.map(() => 0);
  let from = 0;
  for (let to = 0; to < result.length; to++) {
    result[to] = values[from] as number;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const stride = strides[axis] as number;
      const next = (index[axis] as number) + 1;
      from += stride;
      if (next < (shape[axis] as number)) {
        index[axis] = next;
        break;
      }
      index[axis] = 0;
      from -= stride * next;
    }
  }
  return result;
}
