import { count, percent } from '../../../common/format';
import { visibleText } from '../../../common/text';
import type { Scaling } from '../../../data';
import { stageTitle } from '../../../runs/record/stageTitle';
import type { ExportedNetwork } from './description';

/** Text of the user's as Markdown shows it, whatever characters are in it. */
function literal(text: string): string {
  return visibleText(text).replace(/[\\`*_{}[\]<>#|!~]/g, '\\$&');
}

function scalingInWords(scaling: Scaling): string {
  switch (scaling.type) {
    case 'none':
      return 'Inputs are used as they are.';
    case 'unit':
      return `Divide the original inputs by ${scaling.divisor}.`;
    case 'standardize':
      return 'Scale every input value i: (value − means[i % n]) / deviations[i % n], or 0 where the deviation is 0, with the n `means` and `deviations` of `scaling` in `distillery.json`.';
  }
}

/** How to use an exported network, for the person who finds the folder. */
export function readmeOf(network: ExportedNetwork): string {
  const { classNames, inputShape, test } = network;
  const facts = [
    `- From run \`${network.run}\` (Distillery ${network.distillery}): ${stageTitle(network.stage)}.`,
    ...(test === undefined
      ? []
      : [
          `- Test accuracy ${percent(test.accuracy)} (${count(test.errors)} errors of ${count(test.examples)}), calibration error ${percent(test.calibrationError)}.`,
        ]),
    ...(inputShape === undefined ? [] : [`- Input of one example: [${inputShape.join(', ')}].`]),
    ...(classNames === undefined
      ? []
      : [`- Classes, in the order of the outputs: ${classNames.map(literal).join(', ')}.`]),
    '- Outputs are logits. Softmax turns them into probabilities.',
    ...(network.scaling === undefined ? [] : [`- ${scalingInWords(network.scaling)}`]),
  ];
  const shape = ['n', ...(inputShape ?? ['…'])].join(', ');
  return `# ${literal(network.experiment)}

A network for [TensorFlow.js](https://www.tensorflow.org/js).

${facts.join('\n')}

\`\`\`js
const model = await tf.loadLayersModel('file://…/model.json'); // or a URL
const logits = model.predict(inputs); // scaled inputs of shape [${shape}]
const probabilities = tf.softmax(logits);
\`\`\`
`;
}
