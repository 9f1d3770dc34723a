import { lookup } from 'node:dns/promises';
import { linkSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { NATIVE_ADDON } from '../../../engine/backends/native';
import { messageOf } from '../../../common/errors';
import { tfjsNodeFolder } from '../home';
import { megabytes, watchingGrowth } from './folderGrowth';
import { runScript } from './packages';
import type { EquippedContext } from './progress';

const REACHING_MILLISECONDS = 5000;
const STALLED_SECONDS = 60;

/**
 * Lets the package fetch its native part as it does by itself: TensorFlow's C library and a ready-made addon, from the host that
 * its authors publish them on.
 *
 * @throws Error soon if that host can't be reached, or after a minute in which nothing arrives
 */
export async function downloadNativePart(context: EquippedContext): Promise<void> {
  const { folder, npm, report, signal } = context;
  const packageFolder = tfjsNodeFolder(folder);
  report({ phase: 'download', message: "fetching TensorFlow's library and the addon" });
  await reachHost(downloadAddress(), signal);

  const stalled = new AbortController();
  await watchingGrowth(
    packageFolder,
    (bytes, idleSeconds) => {
      report({ phase: 'download', message: `fetching TensorFlow's library: ${megabytes(bytes)} are here` });
      if (idleSeconds > STALLED_SECONDS) stalled.abort(new Error(`nothing arrived for ${STALLED_SECONDS} s`));
    },
    () => runScript('download', npm, stalled.signal),
  );
  if (process.platform === 'win32') layLibraryBesideAddon(packageFolder);
}

/**
 * Windows looks for the library beside the addon. The install script puts a link there, but into the folder of the running
 * Node's own Node-API version instead of the addon's.
 */
function layLibraryBesideAddon(packageFolder: string): void {
  const beside = join(packageFolder, dirname(NATIVE_ADDON), 'tensorflow.dll');
  rmSync(beside, { force: true });
  linkSync(join(packageFolder, 'deps', 'lib', 'tensorflow.dll'), beside);
}

/** Where the package downloads from; it obeys these variables itself. */
function downloadAddress(): URL {
  const { TFJS_NODE_BASE_URI, TFJS_NODE_CDN_STORAGE, CDN_STORAGE } = process.env;
  return new URL(
    TFJS_NODE_BASE_URI ?? TFJS_NODE_CDN_STORAGE ?? CDN_STORAGE ?? 'https://storage.googleapis.com/',
  );
}

/** Finds out in seconds whether a host answers; one behind a proxy is taken to do so. */
async function reachHost(address: URL, signal: AbortSignal): Promise<void> {
  const { HTTPS_PROXY, https_proxy, HTTP_PROXY, http_proxy } = process.env;
  if (HTTPS_PROXY ?? https_proxy ?? HTTP_PROXY ?? http_proxy) return;
  const { hostname, port, protocol } = address;
  const ended = AbortSignal.any([signal, AbortSignal.timeout(REACHING_MILLISECONDS)]);
  try {
    await Promise.race([
      connectTo(hostname, Number(port) || (protocol === 'http:' ? 80 : 443), ended),
      rejection(ended),
    ]);
  } catch (thrown) {
    signal.throwIfAborted();
    const reason = ended.aborted ? `no answer in ${REACHING_MILLISECONDS / 1000} s` : messageOf(thrown);
    throw new Error(`${hostname} cannot be reached (${reason})`, { cause: thrown });
  }
}

async function connectTo(host: string, port: number, signal: AbortSignal): Promise<void> {
  const { address } = await lookup(host);
  await new Promise<void>((resolve, reject) => {
    const socket = connect({ host: address, port, signal });
    socket.once('error', reject).once('connect', () => {
      socket.destroy();
      resolve();
    });
  });
}

function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(signal.reason as Error);
    });
  });
}
