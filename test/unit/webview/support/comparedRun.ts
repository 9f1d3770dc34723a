import type { ComparedRun } from '../../../../src/webview/pure/comparing';

/** A run of which nothing is known but its settings, by their paths. */
export function comparedRun(
  settings: Readonly<Record<string, string>>,
  { id, name }: { readonly id: string; readonly name: string } = { id: 'a', name: 'a' },
): ComparedRun {
  return {
    head: {
      folder: `/runs/${id}`,
      id,
      name,
      tags: [],
      starred: false,
      status: 'done',
      settings: Object.entries(settings).map(([path, value]) => ({ name: path, value })),
      resumable: false,
      hasStudent: false,
      damagedLines: 0,
      trusted: true,
      hasProbes: false,
      hasLogits: false,
      hasTeacherMeans: false,
    },
    stages: [],
    report: undefined,
  };
}
