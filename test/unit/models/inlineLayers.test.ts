import assert from 'node:assert/strict';
import { buildNetwork } from '../../../src/engine/models';
import { withEngine } from '../support/engine';
import { layers } from './sources';

describe('a list of layers', () => {
  withEngine();

  const build = (...entries: Parameters<typeof layers>) =>
    buildNetwork({ source: layers(...entries), inputShape: [8, 8, 1], classes: 3, seed: 1 });

  it('becomes a model, with "classes" for the number of classes', async () => {
    const network = await build(
      { layer: 'conv2d', filters: 4, kernelSize: 3, activation: 'relu', kernelInitializer: 'heNormal' },
      { layer: 'maxPooling2d', poolSize: 2 },
      { layer: 'batchNormalization' },
      { layer: 'flatten' },
      { layer: 'dropout', rate: 0.5 },
      {
        layer: 'dense',
        units: 'classes',
        kernelConstraint: { className: 'MaxNorm', config: { maxValue: 2 } },
      },
    );
    assert.deepEqual(network.model.outputs[0]?.shape, [null, 3]);
    assert.equal(network.parameters, 9 * 4 + 4 + 2 * 4 + 3 * 3 * 4 * 3 + 3);
    assert.equal(network.variables.filter(({ constrain }) => constrain !== undefined).length, 1);
    assert.deepEqual(
      network.model.layers.map(({ name }) => name),
      ['input', '0-conv2d', '1-maxPooling2d', '2-batchNormalization', '3-flatten', '4-dropout', '5-dense'],
    );
    network.dispose();
  });

  it('may end in as many filters as classes', async () => {
    const network = await build(
      { layer: 'conv2d', filters: 'classes', kernelSize: 1 },
      { layer: 'globalAveragePooling2d' },
    );
    assert.equal(network.parameters, 3 + 3);
    network.dispose();
  });

  const flat = { layer: 'flatten' };
  const end = { layer: 'dense', units: 'classes' };
  const rows = { layer: 'reshape', targetShape: [8, 8] };
  const mistakes: [string, Parameters<typeof layers>, RegExp, RegExp?][] = [
    [
      'a misspelt argument',
      [flat, { ...end, activatoin: 'relu' }],
      /layers\[1\] \("dense"\) has no argument "activatoin"/,
      /"activation"/,
    ],
    [
      'a missing argument',
      [{ layer: 'conv2d', filters: 4 }, flat, end],
      /layers\[0\] \("conv2d"\) can't be made: .*kernelSize/,
    ],
    [
      'an unknown activation',
      [flat, { ...end, activation: 'rleu' }],
      /layers\[1\] \("dense"\) can't be made: .*rleu/,
    ],
    ['an inputShape', [flat, { ...end, inputShape: [64] }], /has no argument "inputShape"/],
    [
      'a regularizer',
      [flat, { ...end, kernelRegularizer: 'l1l2' }],
      /layers\[1\].*kernelRegularizer/,
      /weightDecay/,
    ],
    [
      'a layer that can not follow',
      [flat, { layer: 'maxPooling2d' }, end],
      /layers\[1\] \("maxPooling2d"\) can't take an input of the shape \[64\]/,
    ],
    [
      'pooling that leaves nothing',
      [{ layer: 'maxPooling2d', poolSize: 9 }, flat, end],
      /layers\[0\] \("maxPooling2d"\)/,
    ],
    [
      'a wrong number of outputs',
      [flat, { layer: 'dense', units: 4 }],
      /4 outputs, but the data has 3 classes/,
    ],
    ['no flattening', [{ layer: 'dense', units: 3 }], /answers one example with the shape \[8, 8, 3\]/],
    [
      'a batch norm that can not be trained',
      [{ layer: 'batchNormalization', scale: false }, flat, end],
      /has no scale/,
    ],
    [
      'a kernel with holes',
      [{ layer: 'conv2d', filters: 2, kernelSize: 3, dilationRate: 2 }, flat, end],
      /dilationRate of 2,2/,
    ],
    [
      'dropout inside a recurrent layer',
      [rows, { layer: 'lstm', units: 3, dropout: 0.5 }, end],
      /dropout of its own/,
    ],
    [
      'a recurrent layer with state',
      [rows, { layer: 'gru', units: 3, stateful: true }, end],
      /layers\[1\] \("gru"\)/,
    ],
    [
      'masking',
      [
        flat,
        { layer: 'embedding', inputDim: 5, outputDim: 2, maskZero: true },
        { layer: 'lstm', units: 3 },
        end,
      ],
      /masks time steps/,
    ],
  ];
  for (const [title, entries, message, mend] of mistakes) {
    it(`is refused with ${title}`, async () => {
      await assert.rejects(build(...entries), (error: Error & { mend?: string }) => {
        assert.equal(error.name, 'UserError', error.stack);
        assert.match(error.message, message);
        if (mend !== undefined) assert.match(error.mend ?? '', mend);
        return true;
      });
    });
  }
});
