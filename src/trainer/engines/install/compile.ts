import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { NATIVE_ADDON } from '../../../engine/backends/native';
import { CommandError } from '../command';
import { tfjsNodeFolder } from '../home';
import { reasonOf } from './failure';
import type { InstallContext } from './progress';

/** As tfjs-node's own recipe has it. */
const SOURCES = ['tfjs_backend.cc', 'tfjs_binding.cc'];
const NODE_API_VERSION = 8;

/**
 * Compiles tfjs-node's addon on the TensorFlow library in its folder. It speaks to Node-API only, whose headers are a package of
 * their own; so no headers of the running Node are needed, and the addon loads in any Node and any editor.
 *
 * @throws CommandError if that fails
 */
export async function compileAddon(compiler: string, { folder, run }: InstallContext): Promise<void> {
  const packageFolder = tfjsNodeFolder(folder);
  const dependencies = join(packageFolder, 'deps');
  const addon = join(packageFolder, NATIVE_ADDON);
  mkdirSync(dirname(addon), { recursive: true });
  await run(
    compiler,
    [
      ...['-shared', '-fPIC', '-O3', '-std=gnu++17', '-fno-rtti', '-fno-exceptions', '-w'],
      `-DNAPI_VERSION=${NODE_API_VERSION}`,
      `-I${join(folder, 'node_modules', 'node-api-headers', 'include')}`,
      `-I${join(dependencies, 'include')}`,
      ...SOURCES.map((source) => join('binding', source)),
      ...['-o', addon, `-L${join(dependencies, 'lib')}`, '-ltensorflow', '-ltensorflow_framework'],
      '-Wl,-rpath,$ORIGIN/../../deps/lib',
    ],
    { folder: packageFolder },
  );
}

/** The first C++ compiler that answers. @throws Error if there is none */
export async function findCompiler({ run }: InstallContext): Promise<string> {
  const chosen = process.env['CXX'];
  const failures: string[] = [];
  for (const compiler of [
    ...(chosen === undefined || chosen === '' ? [] : [chosen]),
    'c++',
    'g++',
    'clang++',
  ]) {
    try {
      await run(compiler, ['--version'], {});
      return compiler;
    } catch (thrown) {
      if (!(thrown instanceof CommandError)) throw thrown;
      failures.push(reasonOf(thrown));
    }
  }
  throw new Error(
    `it needs a C++ compiler, for example from the system's package g++: ${failures.join('; ')}`,
  );
}
