/** The text with nothing in it that VS Code's notifications would make a link of: a link in a name could call any command. */
export function notificationText(text: string): string {
  return text.replaceAll('](', ']\u200b(');
}
