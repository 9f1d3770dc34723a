import { version as core } from '@tensorflow/tfjs/package.json';
import { version as wasm } from '@tensorflow/tfjs-backend-wasm/package.json';

/** What computes, by name of package or library: it goes into the record of a run. */
export type Versions = Readonly<Record<string, string>>;

/** The TensorFlow.js that comes with this program. */
export const CPU_VERSIONS: Versions = { '@tensorflow/tfjs': core };
export const WASM_VERSIONS: Versions = { ...CPU_VERSIONS, '@tensorflow/tfjs-backend-wasm': wasm };
