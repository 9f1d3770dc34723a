// `npm run bench`: how fast Distillery is on this machine, as a table and as bench/results.json.
import { build, ensureEngine, runNode } from './steps.mjs';

build();
ensureEngine();
process.exitCode = runNode(['--import', 'tsx', 'bench/main.ts']);
