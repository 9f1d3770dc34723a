import { count, percent } from '../../../common/format';
import { visibleText } from '../../../common/text';
import { stageTitle } from '../progress/stageTitle';
import type { ExportedNetwork } from './description';

/** Text of the user's as Markdown shows it, whatever characters are in it. */
function literal(text: string): string {
  return visibleText(text).replace(/[\\`*_{}[\]<>#|!~]/g, '\\$&');
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
    '- Inputs are scaled before the model sees them, as `scaling` in `distillery.json` says.',
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
