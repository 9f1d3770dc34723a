import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tfjsNodeFolder } from '../../../src/trainer/engines/home';

/** A module that the load check takes for tfjs-node, of this version of TensorFlow. */
export function fakePackage(tensorflow: string): string {
  return `exports.backend = () => ({ binding: { TF_Version: ${JSON.stringify(tensorflow)} } });\n`;
}

/** Writes what looks like an installed engine: the package, its addon and one library. */
export function writeFakeEngine(engineFolder: string, index: string = fakePackage('2.0.0')): void {
  writeFakePackage(tfjsNodeFolder(engineFolder), index);
}

export function writeFakePackage(packageFolder: string, index: string = fakePackage('2.0.0')): void {
  for (const folder of [join('lib', 'napi-v8'), join('deps', 'lib')]) {
    mkdirSync(join(packageFolder, folder), { recursive: true });
  }
  writeFileSync(join(packageFolder, 'package.json'), JSON.stringify({ version: '4.22.0', main: 'index.js' }));
  writeFileSync(join(packageFolder, 'index.js'), index);
  writeFileSync(join(packageFolder, 'lib', 'napi-v8', 'tfjs_binding.node'), 'not really an addon');
  writeFileSync(join(packageFolder, 'deps', 'lib', 'libtensorflow.so.2'), 'not really a library');
}
