import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { experimentEditorSchema, experimentJsonSchema } from '../src/experiment';

const folder = path.join(__dirname, '..', 'schemas');
mkdirSync(folder, { recursive: true });
for (const [name, schema] of [
  ['distill.schema.json', experimentJsonSchema()],
  ['distill.editor.json', experimentEditorSchema()],
] as const) {
  writeFileSync(path.join(folder, name), `${JSON.stringify(schema, null, 2)}\n`);
}
