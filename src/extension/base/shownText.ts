import { truncate, visibleText } from '../../common/text';

/** In columns: as much as a row, a title or a sentence has room for. */
const LONGEST_NAME = 80;
/** In columns: two of them have room in a notification, of which VS Code shows 1,000 characters. */
const LONGEST_SENTENCE = 400;

/** A name of unknown origin (of an experiment, a run, a file) as one short line that acts on nothing. */
export function shownName(name: string): string {
  return truncate(visibleText(name), LONGEST_NAME);
}

/** A sentence that may hold such names, on one line. */
export function shownSentence(sentence: string): string {
  return truncate(visibleText(sentence), LONGEST_SENTENCE);
}

/** `$(name)` in somebody's text stays text; quick picks, CodeLenses and the status bar would draw an icon. */
export function withoutIcons(text: string): string {
  return text.replaceAll('$(', '$\u200b(');
}

/** The text with nothing in it that notifications and input boxes would make a link of: a link in a name could call any command. */
export function withoutLinks(text: string): string {
  return text.replaceAll('](', ']\u200b(');
}
