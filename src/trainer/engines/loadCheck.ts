import { UserError } from '../../common/errors';
import { CommandError, runCommand } from './command';

const LOAD =
  'const tf = require(process.argv[1]); process.stdout.write("\\n" + tf.backend().binding.TF_Version)';

const LOAD_SECONDS = 120;

export type LoadCheck =
  { readonly loads: true; readonly tensorflow: string } | { readonly loads: false; readonly reason: string };

/**
 * Loads a copy of tfjs-node in a process of its own: a damaged library can end the process that loads it.
 *
 * @param tfjsNodeFolder the folder of the package
 */
export async function checkNativeLoads(tfjsNodeFolder: string, signal?: AbortSignal): Promise<LoadCheck> {
  try {
    const output = await runCommand(process.execPath, ['-e', LOAD, tfjsNodeFolder], {
      environment: { ELECTRON_RUN_AS_NODE: '1', TF_CPP_MIN_LOG_LEVEL: '2' },
      timeoutSeconds: LOAD_SECONDS,
      ...(signal === undefined ? {} : { signal }),
    });
    return { loads: true, tensorflow: output.slice(output.lastIndexOf('\n') + 1) };
  } catch (thrown) {
    if (thrown instanceof CommandError) return { loads: false, reason: thrown.essence() };
    throw thrown;
  }
}

/** The error for a native engine that was asked for by name and can't be had. */
export function nativeEngineMissing(reason: string): UserError {
  return new UserError(
    `The engine "native" is not available: ${reason}.`,
    'Install it with "distillery engines install", or set engine.name to "auto" or "wasm".',
  );
}
