// `npm run demo`: the main job on real MNIST, from nothing to a report.
import { build, ensureEngine, runTrainer } from './steps.mjs';

build();
ensureEngine();
process.exitCode = runTrainer('run', 'examples/mnist/mnist.distill.json', ...process.argv.slice(2));
