import assert from 'node:assert/strict';
import { displayWidth } from '../../../src/common/text';
import { call } from './support/commandLine';

interface Answer {
  readonly classes: readonly string[];
  readonly softened: readonly {
    readonly temperature: number;
    readonly probabilities: readonly number[];
    readonly entropy: number;
  }[];
}

const example = ['softmax', '--logits', '8,4,2,0.5', '--temperatures', '1,4,10'];

describe('distillery softmax', () => {
  it('gives the softened distributions and their entropies as JSON', async () => {
    const { exitCode, output } = await call([...example, '--json']);
    assert.equal(exitCode, 0);
    const { softened, classes } = JSON.parse(output) as Answer;
    assert.deepEqual(classes, ['0', '1', '2', '3']);
    for (const { temperature, probabilities, entropy } of softened) {
      const powers = [8, 4, 2, 0.5].map((logit) => Math.exp(logit / temperature));
      const sum = powers.reduce((total, power) => total + power, 0);
      powers.forEach((power, index) => {
        assert.ok(Math.abs((probabilities[index] ?? NaN) - power / sum) < 1e-12);
      });
      const expected = -powers.reduce((total, power) => total + (power / sum) * Math.log(power / sum), 0);
      assert.ok(Math.abs(entropy - expected) < 1e-12);
    }
    assert.deepEqual(
      softened.map(({ temperature }) => temperature),
      [1, 4, 10],
    );
  });

  it('prints a table without bars into a pipe', async () => {
    const { output } = await call([...example, '--classes', 'cat,lynx,dog,truck']);
    // e^2, e^1, e^0.5, e^0.125 over their sum 12.889: 0.5733, 0.2109, 0.1279, 0.0879.
    assert.match(output, /^cat +8 +0\.9\d{3} +0\.5733 /m);
    assert.match(output, /^class +logit +T = 1 +T = 4 +T = 10$/m);
    assert.match(output, /^entropy +0\.\d{4} nats/m);
    assert.match(output, /^of uniform +[\d.]+ %/m);
    assert.doesNotMatch(output, /█/);
  });

  it('draws bars on a terminal, as wide as the probability says', async () => {
    const { output } = await call(['softmax', '--logits', '0,0', '--temperatures', '1'], {
      interactive: true,
      columns: 80,
    });
    const bars = [...output.matchAll(/^[01] +0 +0\.5000 +(█+)$/gm)].map(([, bar]) => bar?.length);
    assert.deepEqual(bars, [10, 10]);
  });

  for (const columns of [30, 50, 80, 200]) {
    it(`stays within ${columns} columns`, async () => {
      const { output } = await call([...example, '--classes', 'a,b,c,d'], { interactive: true, columns });
      for (const line of output.split('\n')) assert.ok(displayWidth(line) <= columns, line);
      for (const temperature of ['T = 1', 'T = 4', 'T = 10']) assert.ok(output.includes(temperature));
    });
  }

  it('takes negative logits and keeps enormous ones apart', async () => {
    const { exitCode, output } = await call([
      'softmax',
      '--logits',
      '-1,1e6',
      '--temperatures',
      '1',
      '--json',
    ]);
    assert.equal(exitCode, 0);
    assert.deepEqual((JSON.parse(output) as Answer).softened[0]?.probabilities, [0, 1]);
  });

  it('shows hostile class names as text', async () => {
    const { output } = await call(['softmax', '--logits', '1,2', '--classes', 'a\u001b[2J,b']);
    assert.ok(!output.includes('\u001b'));
    assert.ok(output.includes('a\\u{1b}[2J'));
  });

  const mistakes: readonly (readonly [args: readonly string[], message: RegExp])[] = [
    [['--logits', '1,NaN'], /"NaN" is not a number/],
    [['--logits', '1,Infinity'], /"Infinity" is not a number/],
    [['--logits', '1,,2'], /"" is not a number/],
    [['--logits', '1,two'], /"two" is not a number/],
    [['--logits', ''], /"" is not a number/],
    [['--logits', '1,2', '--temperatures', '0'], /--temperatures: 0 is not above 0/],
    [['--logits', '1,2', '--temperatures', '4,-1'], /--temperatures: -1 is not above 0/],
    [['--logits', '1,2', '--classes', 'a'], /--classes has 1 names and --logits 2 numbers/],
    [[], /--logits/],
  ];
  for (const [args, message] of mistakes) {
    it(`refuses ${JSON.stringify(args.join(' '))}`, async () => {
      const { exitCode, output, errors } = await call(['softmax', ...args]);
      assert.equal(exitCode, 2);
      assert.match(errors, message);
      assert.equal(output, '');
    });
  }
});
