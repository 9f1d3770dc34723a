import type { CommandName } from './commands';

export const WALKTHROUGH_ID = 'start';

export interface WalkthroughStep {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** A picture in media/walkthrough, and what it shows. */
  readonly picture: { readonly file: string; readonly description: string };
  readonly completedBy: readonly (`onCommand:distillery.${CommandName}` | `onContext:${string}`)[];
}

export const walkthrough = {
  id: WALKTHROUGH_ID,
  title: 'Distil your first network',
  description: 'Train a small network with the knowledge of a large one.',
  steps: [
    {
      id: 'example',
      title: 'Open an example',
      description:
        'One file says everything: the data, the **teacher** (large), the **student** (small), and how the one learns from the other. The digits example brings its own data.\n[New Experiment…](command:distillery.newExperiment)',
      picture: {
        file: 'experiment.svg',
        description: 'A large network hands its knowledge down to a small one.',
      },
      completedBy: ['onCommand:distillery.newExperiment', 'onContext:distillery.has.experiments'],
    },
    {
      id: 'run',
      title: 'Run it',
      description:
        'Trains the teacher, computes its soft targets, trains the student with them, and the same student without them as a baseline. Nothing else is needed on this machine.\n[Run Experiment](command:distillery.runExperiment)\nOn larger data the native engine is many times faster.\n[Install Native Engine](command:distillery.installNativeEngine)',
      picture: {
        file: 'run.svg',
        description: 'The stages of a run: data, teacher, soft targets, student, baseline, report.',
      },
      completedBy: ['onCommand:distillery.runExperiment', 'onContext:distillery.has.runs'],
    },
    {
      id: 'watch',
      title: 'Watch it learn',
      description:
        'The dashboard shows the curves while they grow, the soft targets of real examples, and in the end the report: did it help, by how much, and is that more than luck?\n[Open Dashboard](command:distillery.openDashboard)',
      picture: {
        file: 'watch.svg',
        description:
          'Loss curves that fall, and the accuracy of student and baseline below that of the teacher.',
      },
      completedBy: ['onCommand:distillery.openDashboard'],
    },
    {
      id: 'temperature',
      title: 'Preview temperatures',
      description:
        'Divided by a temperature before the softmax, the teacher’s outputs tell more than the right answer: which wrong answers are nearly right. See what a temperature does before you train with it.\n[Preview Soft Targets…](command:distillery.previewSoftTargets)',
      picture: {
        file: 'temperature.svg',
        description: 'The same prediction at the temperatures 1, 4 and 16: from one tall bar to many.',
      },
      completedBy: ['onCommand:distillery.previewSoftTargets'],
    },
    {
      id: 'compare',
      title: 'Change something and compare',
      description:
        'Run again with another temperature; the trained teacher is reused. Then compare: what differs, and what it was worth.\n[Run with Overrides…](command:distillery.runWithOverrides)\n[Compare Runs](command:distillery.compareRuns)',
      picture: {
        file: 'compare.svg',
        description: 'Runs as points: accuracy over size, the best ones joined by a line.',
      },
      completedBy: ['onCommand:distillery.compareRuns'],
    },
    {
      id: 'export',
      title: 'Take the student along',
      description:
        'Export the student as a TensorFlow.js model with everything that is needed to use it.\n[Export Student…](command:distillery.exportStudent)',
      picture: {
        file: 'export.svg',
        description: 'The small network leaves as a folder with model.json, its weights and a README.',
      },
      completedBy: ['onCommand:distillery.exportStudent'],
    },
  ] satisfies readonly WalkthroughStep[],
} as const;
