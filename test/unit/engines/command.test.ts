import assert from 'node:assert/strict';
import { CommandError, runCommand } from '../../../src/trainer/engines/command';

const node = (program: string, options: Parameters<typeof runCommand>[2] = {}): Promise<string> =>
  runCommand(process.execPath, ['-e', program], options);

describe('running a command', () => {
  it('gives its output, and each line of it as it comes', async () => {
    const lines: string[] = [];
    const output = await node('console.log("one"); console.log("two"); process.stdout.write("three")', {
      onLine: (line) => lines.push(line),
    });
    assert.equal(output, 'one\ntwo\nthree');
    assert.deepEqual(lines, ['one', 'two']);
  });

  it('adds to the environment', async () => {
    assert.equal(
      await node('process.stdout.write(process.env.WORD)', { environment: { WORD: 'here' } }),
      'here',
    );
  });

  it('tells a program that is not there', async () => {
    await assert.rejects(runCommand('no-such-program-anywhere', ['--version'], {}), (thrown: unknown) => {
      assert.ok(thrown instanceof CommandError);
      assert.equal(thrown.kind, 'not found');
      assert.equal(thrown.essence(), 'was not found');
      return true;
    });
  });

  it('finds the line that tells the reason of a failure', async () => {
    const program =
      'console.log("a start"); console.error("fatal error: no room\\n  at place"); process.exit(3)';
    await assert.rejects(node(program), (thrown: unknown) => {
      assert.ok(thrown instanceof CommandError);
      assert.equal(thrown.kind, 'failed');
      assert.equal(thrown.essence(), 'ended with code 3 (fatal error: no room)');
      return true;
    });
  });

  it('ends one that takes too long', async () => {
    await assert.rejects(node('setInterval(() => {}, 1000)', { timeoutSeconds: 0.2 }), {
      name: 'CommandError',
      outcome: 'took longer than 0.2 s',
    });
  });

  it('stops everything that it started when the signal is aborted', async () => {
    const controller = new AbortController();
    const child = 'console.log("running"); setInterval(() => {}, 1000)';
    const parent = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(child)}], { stdio: 'inherit' })`;
    const onLine = (): void => {
      controller.abort(new Error('enough'));
    };
    // A child that lived on would hold the output open, and this would never end.
    await assert.rejects(node(parent, { signal: controller.signal, onLine }), /enough/);
  });

  it('starts nothing when the signal is aborted already', async () => {
    await assert.rejects(node('', { signal: AbortSignal.abort(new Error('enough')) }), /enough/);
  });
});
