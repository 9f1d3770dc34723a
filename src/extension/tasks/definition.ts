import * as z from 'zod';

const definition = z.object({
  /** The experiment file, from the workspace folder on. */
  experiment: z.string().min(1),
  action: z.enum(['run', 'teacher', 'baseline']).optional(),
  /** `path=value` each. */
  overrides: z.array(z.string()).optional(),
});

/** What a task of tasks.json says beside its type. */
export type TaskDefinition = z.output<typeof definition>;

/** Undefined when it does not say what to run. */
export function readDefinition(value: unknown): TaskDefinition | undefined {
  return definition.safeParse(value).data;
}
