import { mkdirSync, readdirSync, rmSync, statfsSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CommandError } from '../command';
import { tfjsNodeFolder } from '../home';
import { compileAddon, findCompiler } from './compile';
import { megabytes, watchingGrowth } from './folderGrowth';
import type { InstallContext } from './progress';
import { UNPACK_WHEEL } from './unpackScript';

/** A build of TensorFlow on the Python package index, by the name of its platform there. */
interface Wheel {
  readonly platform: string;
  /** As the index publishes it; without one, pip checks against what the index says. */
  readonly sha256?: string;
  readonly bytes: number;
}

const TENSORFLOW_VERSION = '2.21.0';

/** Python's version does not matter, as no Python of it is used; it picks one file out of several. */
const PYTHON_VERSION = '311';

const wheels: Readonly<Partial<Record<NodeJS.Architecture, Wheel>>> = {
  x64: {
    platform: 'manylinux_2_27_x86_64',
    sha256: '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
    bytes: 273_829_956,
  },
  arm64: { platform: 'manylinux_2_27_aarch64', bytes: 280_000_000 },
};

/** The wheel and what is unpacked of it, at the same time. */
const NEEDED_BYTES = 1_400_000_000;

/**
 * Builds the addon on the C library inside Python's `tensorflow-cpu`: for networks that let package indexes through but
 * not the host of the ordinary download. On Linux; needs pip and a C++ compiler.
 *
 * @throws Error or CommandError that says what is missing
 */
export async function buildFromWheel(context: InstallContext): Promise<void> {
  const { folder, report } = context;
  const wheel = wheels[process.arch];
  if (wheel === undefined) {
    throw new Error(`there is no wheel for processors of the kind ${process.arch}`);
  }
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize < NEEDED_BYTES) {
    throw new Error(
      `it needs ${megabytes(NEEDED_BYTES)} in ${dirname(folder)}, where ${megabytes(bavail * bsize)} are free`,
    );
  }
  const python = await findPython(context);
  const compiler = await findCompiler(context);
  const work = join(folder, 'wheel');
  try {
    const file = await downloadWheel(python, wheel, work, context);
    await unpack(python, file, context);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  report({ phase: 'build', message: 'compiling the addon' });
  await compileAddon(compiler, context);
  rmSync(join(tfjsNodeFolder(folder), 'deps', 'include'), { recursive: true, force: true });
}

/** The first Python that has pip. */
async function findPython({ run }: InstallContext): Promise<string> {
  const failures: string[] = [];
  for (const python of ['python3', 'python']) {
    try {
      await run(python, ['-m', 'pip', '--version'], {});
      return python;
    } catch (thrown) {
      if (!(thrown instanceof CommandError)) throw thrown;
      failures.push(`${python} ${thrown.essence()}`);
    }
  }
  throw new Error(`it needs Python with pip: ${failures.join('; ')}`);
}

async function downloadWheel(
  python: string,
  wheel: Wheel,
  work: string,
  { report, run }: InstallContext,
): Promise<string> {
  const message = `fetching the wheel of TensorFlow ${TENSORFLOW_VERSION} (${megabytes(wheel.bytes)})`;
  report({ phase: 'wheel', message, fraction: 0 });
  const temporary = join(work, 'temporary');
  mkdirSync(temporary, { recursive: true });
  const requirements = join(work, 'requirements.txt');
  const hash = wheel.sha256 === undefined ? '' : ` --hash=sha256:${wheel.sha256}`;
  writeFileSync(requirements, `tensorflow-cpu==${TENSORFLOW_VERSION}${hash}\n`);
  const arguments_ = [
    ...['-m', 'pip', 'download', '--no-deps', '--no-cache-dir', '--only-binary', ':all:', '--dest', work],
    ...['--retries', '2', '--timeout', '20', '--disable-pip-version-check', '--no-input'],
    ...['--implementation', 'cp', '--python-version', PYTHON_VERSION, '--abi', `cp${PYTHON_VERSION}`],
    ...['--platform', wheel.platform, '--requirement', requirements],
  ];
  await watchingGrowth(
    work,
    (bytes) => {
      report({ phase: 'wheel', message, fraction: Math.min(1, bytes / wheel.bytes) });
    },
    () => run(python, arguments_, { environment: { TMPDIR: temporary } }),
  );
  const file = readdirSync(work).find((name) => name.endsWith('.whl'));
  if (file === undefined) throw new Error('pip left no wheel behind');
  return join(work, file);
}

async function unpack(python: string, wheel: string, { folder, report, run }: InstallContext): Promise<void> {
  const message = "unpacking TensorFlow's library and headers";
  report({ phase: 'unpack', message, fraction: 0 });
  const dependencies = join(tfjsNodeFolder(folder), 'deps');
  await run(python, ['-c', UNPACK_WHEEL, wheel, dependencies], {
    onLine: (line) => {
      report({ phase: 'unpack', message, fraction: Number(line) });
    },
  });
  const libraries = join(dependencies, 'lib');
  symlinkSync('libtensorflow_cc.so.2', join(libraries, 'libtensorflow.so'));
  symlinkSync('libtensorflow_framework.so.2', join(libraries, 'libtensorflow_framework.so'));
}
