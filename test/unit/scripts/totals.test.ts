import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { addTotals, readTotals, totalsText } from '../../../scripts/mocha/totals';
import { runMocha } from '../../../scripts/mocha/run';

describe('Totals of a suite', function () {
  this.timeout(60_000);
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'distillery-totals-'));
    process.env['DISTILLERY_TEST_OUTPUT'] = path.join(folder, 'output.txt');
  });

  afterEach(() => {
    delete process.env['DISTILLERY_TEST_OUTPUT'];
    rmSync(folder, { recursive: true, force: true });
  });

  /** Runs Mocha on a file with this content. */
  function totalsOf(content: string): ReturnType<typeof runMocha> {
    const file = path.join(folder, 'example.test.cjs');
    writeFileSync(file, content);
    return runMocha('example', ['--no-config', file]);
  }

  it('are those of Mocha', async () => {
    const totals = await totalsOf(
      "it('a', () => {}); it('b', () => { throw new Error(); }); it.skip('c', () => {});",
    );
    assert.deepEqual(totals, { passed: 1, failed: 1, skipped: 1 });
  });

  it('have a failure more when the process ends in the middle', async () => {
    const totals = await totalsOf("it('a', () => {}); it('b', () => process.exit(0)); it('c', () => {});");
    assert.deepEqual(totals, { passed: 1, failed: 1, skipped: 0 });
  });

  it('have a failure when nothing ran', async () => {
    assert.deepEqual(await totalsOf('throw new Error();'), { passed: 0, failed: 1, skipped: 0 });
    assert.deepEqual(readTotals(path.join(folder, 'none.json'), 'none'), {
      passed: 0,
      failed: 1,
      skipped: 0,
    });
  });

  it('of several suites add up', () => {
    const total = addTotals([
      { passed: 3, failed: 0, skipped: 1 },
      { passed: 2, failed: 4, skipped: 0 },
    ]);
    assert.deepEqual(total, { passed: 5, failed: 4, skipped: 1 });
    assert.equal(totalsText(total), '5 passed, 4 failed, 1 skipped');
  });
});
