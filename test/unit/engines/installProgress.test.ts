import assert from 'node:assert/strict';
import { parseInstallLine, percentSteps } from '../../../src/extension/commands/engineInstall';
import { type InstallPhase, wholeFraction } from '../../../src/trainer/engines/install/progress';

describe('the progress of an installation', () => {
  it('never falls back on a way that succeeds', () => {
    const ways: readonly (readonly InstallPhase[])[] = [
      ['checking', 'waiting', 'npm', 'packages', 'download', 'verify'],
      ['checking', 'npm', 'packages', 'wheel', 'unpack', 'build', 'verify'],
    ];
    for (const way of ways) {
      const fractions = way.flatMap((phase) =>
        [0, 0.5, 1].map((fraction) => wholeFraction({ phase, message: '', fraction })),
      );
      assert.deepEqual(
        fractions,
        fractions.toSorted((a, b) => a - b),
      );
      assert.equal(fractions[0], 0);
      assert.equal(fractions.at(-1), 1);
    }
  });

  it('moves a bar by whole percent, and never back', () => {
    const step = percentSteps();
    assert.deepEqual([0, 0.259, 0.9, 0.25, 0.95, 3].map(step), [
      { percent: 0, increment: 0 },
      { percent: 25, increment: 25 },
      { percent: 90, increment: 65 },
      { percent: 90, increment: 0 },
      { percent: 95, increment: 5 },
      { percent: 100, increment: 5 },
    ]);
  });

  it('is read from the lines of the command line', () => {
    const progress = { phase: 'wheel', message: 'fetching', fraction: 0.5, wholeFraction: 0.4 };
    assert.deepEqual(parseInstallLine(JSON.stringify({ progress })), {
      kind: 'progress',
      message: 'fetching',
      done: 0.4,
    });
    assert.deepEqual(parseInstallLine('{"state":"present","tensorflow":"2.9.1","folder":"/a"}'), {
      kind: 'installed',
      state: 'present',
      tensorflow: '2.9.1',
    });
    assert.deepEqual(parseInstallLine('{"error":{"message":"no","attempts":[]}}'), {
      kind: 'failed',
      message: 'no',
    });
    for (const other of ['', 'warning: {', '[]', 'null', '{"progress":null}', '{"state":1}']) {
      assert.equal(parseInstallLine(other), undefined);
    }
  });
});
