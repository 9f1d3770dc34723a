import { createHash } from 'node:crypto';
import { startCpu } from '../../../src/engine/backends/cpu';
import { buildNetwork } from '../../../src/engine/models';
import { settings } from './sources';

/** Prints the digest of one network's initial weights, and their names, after other networks have been built. */
async function main(): Promise<void> {
  await startCpu();
  const shape = { inputShape: [4, 4, 1], classes: 3 };
  await buildNetwork({ source: settings({ type: 'mlp', hidden: [5] }), seed: 99, ...shape });
  const network = await buildNetwork({ source: settings({ type: 'resnet', width: 2 }), seed: 7, ...shape });
  const hash = createHash('sha256');
  const arrays = network.weights();
  for (const { values } of arrays) hash.update(values);
  console.log(JSON.stringify({ digest: hash.digest('hex'), names: arrays.map(({ name }) => name) }));
}

void main();
