import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { experimentJsonSchema } from '../src/experiment';

const file = join(__dirname, '..', 'schemas', 'distill.schema.json');
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, `${JSON.stringify(experimentJsonSchema(), null, 2)}\n`);
