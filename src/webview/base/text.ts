let translations: Readonly<Record<string, string>> = {};

/** The texts of the editor's display language. */
export function setTranslations(texts: Readonly<Record<string, string>>): void {
  translations = texts;
}

/** A text for people in the editor's display language, with `{0}`, `{1}`… replaced. */
export function t(message: string, ...values: readonly (string | number)[]): string {
  return (translations[message] ?? message).replace(/\{(\d+)\}/g, (placeholder, index: string) =>
    String(values[Number(index)] ?? placeholder),
  );
}
