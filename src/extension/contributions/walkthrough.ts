import type { CommandName } from './commands';

export const WALKTHROUGH_ID = 'start';

export const walkthroughThemes = ['dark', 'light'] as const;

/** The file name of a step's picture in a theme, in media/walkthrough. `npm run pictures` takes them. */
export function walkthroughPicture(id: string, theme: (typeof walkthroughThemes)[number]): string {
  return `${id}-${theme}.png`;
}

export interface WalkthroughStep {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** What its picture shows; see `walkthroughPicture`. */
  readonly picture: string;
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
      picture:
        'The digits example in the editor: data, teacher, student; above them what can be done, and the last result.',
      completedBy: ['onContext:distillery.has.experiments'],
    },
    {
      id: 'run',
      title: 'Run it',
      description:
        'Trains the teacher, computes its soft targets, trains the student with them, and the same student without them as a baseline. Nothing else is needed on this machine.\n[Run Experiment](command:distillery.runExperiment)\nOn larger data the native engine is many times faster.\n[Install Native Engine](command:distillery.installNativeEngine)',
      picture: 'The overview of a run: teacher, student and labels, and the losses between them.',
      completedBy: ['onContext:distillery.has.runs'],
    },
    {
      id: 'watch',
      title: 'Watch it learn',
      description:
        'The dashboard shows the curves while they grow, the soft targets of real examples, and in the end the report: did it help, by how much, and is that more than luck?\n[Open Dashboard](command:distillery.openDashboard)',
      picture: 'Loss curves that fall, and the accuracies of teacher, student and baseline.',
      completedBy: ['onCommand:distillery.openDashboard'],
    },
    {
      id: 'temperature',
      title: 'Preview temperatures',
      description:
        'Divided by a temperature before the softmax, the teacher’s outputs tell more than the right answer: which wrong answers are nearly right. See what a temperature does before you train with it.\n[Preview Soft Targets…](command:distillery.previewSoftTargets)',
      picture: 'The same prediction at three temperatures: from one tall bar to many.',
      completedBy: ['onCommand:distillery.previewSoftTargets'],
    },
    {
      id: 'compare',
      title: 'Change something and compare',
      description:
        'Run again with another temperature; the trained teacher is reused. Then compare: what differs, and what it was worth.\n[Run with Overrides…](command:distillery.runWithOverrides)\n[Compare Runs](command:distillery.compareRuns)',
      picture: 'Two runs side by side: their curves, and the settings in which they differ.',
      completedBy: ['onCommand:distillery.compareRuns'],
    },
    {
      id: 'export',
      title: 'Take the student along',
      description:
        'Export the student as a TensorFlow.js model with everything that is needed to use it.\n[Export Student…](command:distillery.exportStudent)',
      picture: 'The choice of which student to export.',
      completedBy: ['onCommand:distillery.exportStudent'],
    },
  ] satisfies readonly WalkthroughStep[],
} as const;
