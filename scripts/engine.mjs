// `npm run engine`: obtains the fast engine unless it is there already.
import { runTrainer } from './steps.mjs';

process.exitCode = runTrainer('engines', 'install', ...process.argv.slice(2));
