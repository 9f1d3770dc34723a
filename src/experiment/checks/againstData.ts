import { sizeOf } from '../../common/examples';
import { methodRules } from '../methods';
import { formatPath, type JsonPath } from '../path';
import type { Problem } from '../problem';
import { quote } from '../validation/words';
import { errorAt, modelsOf, warningAt, type Check, type DataCheckContext, type DataSummary } from './check';
import { inlineLayersOf, logitsLayer } from './layers';

function isImage({ inputShape }: DataSummary): boolean {
  return inputShape.length === 3;
}

function shapeWords(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`;
}

/** What to say to somebody who wants images but has rows of features. */
function reshapeMend(data: DataSummary): string {
  const values = sizeOf(data.inputShape);
  const grey = Math.sqrt(values);
  const colour = Math.sqrt(values / 3);
  const side = Number.isInteger(grey) ? grey : colour;
  const channels = side === grey ? 1 : 3;
  const example = Number.isInteger(side) ? `"inputShape": [${side}, ${side}, ${channels}]` : '"inputShape"';
  return `If the features are pixels, set ${example} in dataset; else use "type": "mlp".`;
}

function splitsAreNotEmpty({ data }: DataCheckContext): Problem[] {
  const splits = [
    { field: 'train', count: data.trainCount, name: 'training split' },
    { field: 'test', count: data.testCount, name: 'test set' },
  ];
  return splits.flatMap(({ field, count, name }) => {
    if (count > 0) return [];
    return errorAt(['dataset', field], {
      causes: [['dataset', 'validation']],
      message: `The ${name} has no examples.`,
      mend: 'Hold out less (dataset.test, dataset.validation), or bring more data.',
    });
  });
}

function validationIsNotEmpty({ experiment, data }: DataCheckContext): Problem[] {
  const { validation } = experiment.dataset;
  if (validation === 0 || data.validationCount > 0) return [];
  return [
    errorAt(['dataset', 'validation'], {
      message: `dataset.validation is ${validation}, which of ${data.trainCount} training examples is none.`,
      mend: 'Hold out more, or set it to 0 and keep the last epoch.',
    }),
  ];
}

function batchFitsTrainingSplit({ experiment, data }: DataCheckContext): Problem[] {
  const teacherSize = experiment.teacher?.training?.batchSize;
  const batches: { path: JsonPath; size: number }[] = [
    { path: ['training', 'batchSize'], size: experiment.training.batchSize },
    ...(teacherSize === undefined ? [] : [{ path: ['teacher', 'training', 'batchSize'], size: teacherSize }]),
  ];
  return batches.flatMap(({ path, size }) => {
    if (size <= data.trainCount) return [];
    return [
      warningAt(path, {
        causes: [
          ['dataset', 'limit'],
          ['dataset', 'validation'],
        ],
        message: `${formatPath(path)} is ${size}, but the training split has only ${data.trainCount} examples: an epoch is a single step.`,
        mend: `Use less than ${data.trainCount}, so that an epoch has several steps.`,
      }),
    ];
  });
}

function methodHasEnoughClasses({ experiment, data }: DataCheckContext): Problem[] {
  const { method } = experiment.distillation;
  const { minimumClasses } = methodRules[method];
  if (data.classes >= minimumClasses) return [];
  return [
    errorAt(['distillation', 'method'], {
      message: `The method ${quote(method)} needs at least ${minimumClasses} classes, but the data has ${data.classes}.`,
      mend:
        minimumClasses > 2
          ? 'Use "method": "hinton", which two classes suffice for.'
          : 'Check the labels of the data.',
    }),
  ];
}

function classNamesFitClasses({ experiment, data }: DataCheckContext): Problem[] {
  const names = experiment.dataset.classNames;
  if (names === undefined || names.length === data.classes) return [];
  return [
    errorAt(['dataset', 'classNames'], {
      message: `dataset.classNames names ${names.length} classes, but the data has ${data.classes}.`,
      mend: `Give ${data.classes} names, in label order.`,
    }),
  ];
}

function inputShapeFitsData({ experiment, data }: DataCheckContext): Problem[] {
  const wanted = experiment.dataset.inputShape;
  if (wanted === undefined || sizeOf(wanted) === sizeOf(data.inputShape)) return [];
  return [
    errorAt(['dataset', 'inputShape'], {
      message: `dataset.inputShape ${shapeWords(wanted)} holds ${sizeOf(wanted)} values, but an example of the data has ${sizeOf(data.inputShape)} (${shapeWords(data.inputShape)}).`,
      mend: `Choose numbers whose product is ${sizeOf(data.inputShape)}.`,
    }),
  ];
}

function convolutionsHaveImages({ experiment, data }: DataCheckContext): Problem[] {
  if (isImage(data)) return [];
  return modelsOf(experiment).flatMap(({ model, path, role }) => {
    if (model.type !== 'cnn' && model.type !== 'resnet') return [];
    return errorAt([...path, 'type'], {
      causes: [['dataset', 'inputShape']],
      message: `The ${role} is a ${quote(model.type)}, which needs images [height, width, channels], but an example of the data has the shape ${shapeWords(data.inputShape)}.`,
      mend: reshapeMend(data),
    });
  });
}

function inlineConvolutionsHaveImages({ experiment, data }: DataCheckContext): Problem[] {
  if (isImage(data)) return [];
  return inlineLayersOf(experiment).flatMap(([first]) => {
    if (first?.layer.layer.endsWith('2d') !== true) return [];
    return errorAt([...first.path, 'layer'], {
      causes: [['dataset', 'inputShape']],
      message: `${formatPath(first.path)} is a ${quote(first.layer.layer)}, which needs images [height, width, channels], but an example of the data has the shape ${shapeWords(data.inputShape)}.`,
      mend: 'Set "inputShape" in dataset, or begin with a "reshape" layer.',
    });
  });
}

function poolingLeavesPixels({ experiment, data }: DataCheckContext): Problem[] {
  const [height = 1, width = 1] = data.inputShape;
  if (!isImage(data)) return [];
  const mostBlocks = Math.floor(Math.log2(Math.min(height, width)));
  return modelsOf(experiment).flatMap(({ model, path }) => {
    if (model.type !== 'cnn' || model.filters.length <= mostBlocks) return [];
    return errorAt([...path, 'filters'], {
      causes: [['dataset', 'inputShape']],
      message: `${formatPath([...path, 'filters'])} makes ${model.filters.length} blocks, each of which halves the image; of ${height}×${width} pixels nothing is left after ${mostBlocks}.`,
      mend: `Use at most ${mostBlocks} blocks.`,
    });
  });
}

function augmentationFitsInputs({ experiment, data }: DataCheckContext): Problem[] {
  const sections: JsonPath[] = [['training'], ['teacher', 'training']];
  const settings = [experiment.training.augmentation, experiment.teacher?.training?.augmentation];
  return sections.flatMap((section, index) => {
    const augmentation = settings[index];
    if (augmentation === undefined) return [];
    const at = (field: string): JsonPath => [...section, 'augmentation', field];
    const [height = 1, width = 1] = data.inputShape;
    const used = [...(augmentation.shift > 0 ? ['shift'] : []), ...(augmentation.flip ? ['flip'] : [])];
    if (!isImage(data)) {
      return used.map((field) =>
        errorAt(at(field), {
          causes: [['dataset', 'inputShape']],
          message: `${formatPath(at(field))} is for images [height, width, channels], but an example of the data has the shape ${shapeWords(data.inputShape)}.`,
          mend: `Remove it ("noise" works on any data), or set "inputShape" in dataset.`,
        }),
      );
    }
    if (augmentation.shift < Math.min(height, width)) return [];
    return [
      errorAt(at('shift'), {
        causes: [['dataset', 'inputShape']],
        message: `${formatPath(at('shift'))} is ${augmentation.shift}, which moves images of ${height}×${width} pixels out of sight.`,
        mend: `Use at most ${Math.max(1, Math.floor(Math.min(height, width) / 4))}.`,
      }),
    ];
  });
}

function lastUnitsFitClasses({ experiment, data }: DataCheckContext): Problem[] {
  return inlineLayersOf(experiment).flatMap((layers) => {
    const last = logitsLayer(layers);
    const units = last?.layer['units'];
    if (last?.layer.layer !== 'dense' || typeof units !== 'number' || units === data.classes) return [];
    const path = [...last.path, 'units'];
    return errorAt(path, {
      message: `${formatPath(path)} is ${units}, but the data has ${data.classes} classes; the last layer must have one unit a class.`,
      mend: 'Write "units": "classes", which stands for the number of classes.',
    });
  });
}

function probesAreFew({ experiment, data }: DataCheckContext): Problem[] {
  const { probesPerClass } = experiment.record;
  if (probesPerClass * data.classes <= data.trainCount) return [];
  return [
    warningAt(['record', 'probesPerClass'], {
      message: `record.probesPerClass is ${probesPerClass}: for ${data.classes} classes that is more than the ${data.trainCount} training examples.`,
      mend: `Use at most ${Math.max(1, Math.floor(data.trainCount / data.classes))}; 2 is enough for the views.`,
    }),
  ];
}

/** What must hold between experiment and data, one rule an entry. */
export const checksAgainstData: readonly Check<DataCheckContext>[] = [
  splitsAreNotEmpty,
  validationIsNotEmpty,
  batchFitsTrainingSplit,
  methodHasEnoughClasses,
  classNamesFitClasses,
  inputShapeFitsData,
  convolutionsHaveImages,
  inlineConvolutionsHaveImages,
  poolingLeavesPixels,
  augmentationFitsInputs,
  lastUnitsFitClasses,
  probesAreFew,
];
