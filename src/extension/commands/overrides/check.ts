import { messageOf, UserError } from '../../../common/errors';
import { parseOverride, readExperiment } from '../../../experiment';

export type OverrideCheck = { readonly ok: true } | { readonly ok: false; readonly message: string };

/**
 * Whether an override can be added: it can be read, and brings no error into the experiment that was not there before.
 *
 * @param text of the experiment file
 * @param present the overrides that are already there
 */
export function checkOverride(
  text: string,
  file: string,
  present: readonly string[],
  added: string,
): OverrideCheck {
  try {
    const before = errorsOf(text, file, present);
    const after = errorsOf(text, file, [...present, added]);
    const fresh = after.find(({ message }) => !before.some((known) => known.message === message));
    return fresh === undefined ? { ok: true } : { ok: false, message: joined(fresh.message, fresh.mend) };
  } catch (thrown) {
    return {
      ok: false,
      message: joined(messageOf(thrown), thrown instanceof UserError ? thrown.mend : undefined),
    };
  }
}

/** The overrides with one more: a later value of the same field takes the place of the earlier one. */
export function withOverride(present: readonly string[], added: string): string[] {
  const field = fieldOf(added);
  return [...present.filter((override) => fieldOf(override) !== field), added.trim()];
}

function fieldOf(override: string): string {
  return override.slice(0, override.indexOf('=')).trim();
}

function errorsOf(
  text: string,
  file: string,
  overrides: readonly string[],
): readonly { readonly message: string; readonly mend?: string }[] {
  const result = readExperiment(text, file, { overrides: overrides.map(parseOverride) });
  return result.ok ? [] : result.diagnostics.filter(({ severity }) => severity === 'error');
}

function joined(message: string, mend: string | undefined): string {
  return mend === undefined ? message : `${message} ${mend}`;
}
