/** What VS Code knows when it decides about a menu entry. */
export type Context = Readonly<Record<string, string | boolean>>;

/**
 * Evaluates the when-clauses that our tables write: conditions joined by `&&` or `||`, each `key`, `key == word`,
 * `key != word` or `key =~ /pattern/`, negated or not.
 */
export function holds(clause: string, context: Context): boolean {
  return clause
    .split(' || ')
    .some((alternative) =>
      alternative.split(' && ').every((condition) => conditionHolds(condition, context)),
    );
}

/** The context keys that a clause looks at. */
export function keysOf(clause: string): string[] {
  return clause.split(/ \|\| | && /).map((condition) => /^!?\(?([\w.]+)/.exec(condition)?.[1] ?? '');
}

function conditionHolds(condition: string, context: Context): boolean {
  const negated = /^!\(?([^)]*?(?:\/.*\/)?)\)?$/.exec(condition);
  if (negated) return !conditionHolds(negated[1] ?? '', context);
  const [, key = '', operator, operand = ''] = /^([\w.]+)(?: (==|!=|=~) (.+))?$/.exec(condition) ?? [];
  if (key === '') throw new Error(`What does ${condition} mean?`);
  const value = context[key] ?? '';
  switch (operator as '==' | '!=' | '=~' | undefined) {
    case '==':
      return String(value) === operand;
    case '!=':
      return String(value) !== operand;
    case '=~':
      return new RegExp(operand.slice(1, -1)).test(String(value));
    case undefined:
      return value !== '' && value !== false;
  }
}
