import { commandEntries, commandId } from './commands';
import { settingGroups, type SettingContribution } from './settings';
import { views, VIEW_CONTAINER, welcomes } from './views';
import { walkthrough, walkthroughPicture } from './walkthrough';

/** The parts of package.json that are written from the tables, and the texts that they refer to. */
export interface ExtensionManifest {
  readonly manifest: Readonly<Record<string, unknown>>;
  /** package.nls.json: key → English text. */
  readonly texts: Readonly<Record<string, string>>;
}

/** Collects the texts that the manifest refers to by key. */
class Texts {
  readonly all: Record<string, string> = {};

  /** Keeps the text and returns what stands for it in the manifest. */
  add(key: string, text: string): string {
    this.all[key] = text;
    return `%${key}%`;
  }
}

/** Makes the manifest anew. Pure: the same tables, the same manifest. */
export function createManifest(): ExtensionManifest {
  const texts = new Texts();
  const manifest = {
    icon: 'media/icon.png',
    galleryBanner: { color: '#1b1f3b', theme: 'dark' },
    categories: ['Machine Learning', 'Data Science', 'Visualization'],
    keywords: [
      'knowledge distillation',
      'soft targets',
      'tensorflow',
      'model compression',
      'teacher student',
      'training',
      'dashboard',
    ],
    l10n: './l10n',
    extensionKind: ['workspace'],
    capabilities: {
      untrustedWorkspaces: {
        supported: 'limited',
        description: texts.add(
          'capability.untrusted',
          'Records of runs can be read and experiment files edited; nothing runs.',
        ),
        restrictedConfigurations: restrictedSettings(),
      },
      virtualWorkspaces: {
        supported: false,
        description: texts.add(
          'capability.virtual',
          'Training reads data and writes records on a disk, which a virtual workspace does not have.',
        ),
      },
    },
    activationEvents: [
      'workspaceContains:**/*.distill.json',
      'onWebviewPanel:distillery.dashboard',
      'onWebviewPanel:distillery.compare',
      'onWebviewPanel:distillery.preview',
    ],
    contributes: {
      languages: [{ id: 'jsonc', filenamePatterns: ['*.distill.json'] }],
      jsonValidation: [{ fileMatch: '*.distill.json', url: './schemas/distill.editor.json' }],
      snippets: [{ language: 'jsonc', path: './snippets/distill.json' }],
      commands: commands(texts),
      menus: menus(),
      keybindings: keybindings(),
      configuration: configuration(texts),
      viewsContainers: {
        activitybar: [{ id: VIEW_CONTAINER, title: 'Distillery', icon: 'media/activity.svg' }],
      },
      views: {
        [VIEW_CONTAINER]: views.map(({ id, name, icon, size }) => ({
          id,
          name: texts.add(`view.${id}`, name),
          icon,
          initialSize: size,
        })),
      },
      viewsWelcome: welcomes.map(({ key, view, when, contents }) => ({
        view,
        contents: texts.add(`welcome.${key}`, contents),
        ...(when !== undefined && { when }),
      })),
      walkthroughs: [walkthroughEntry(texts)],
      taskDefinitions: [taskDefinition(texts)],
    },
  };
  return { manifest, texts: texts.all };
}

function commands(texts: Texts): object[] {
  return commandEntries().map(([name, { title, shortTitle, icon, enablement }]) => ({
    command: commandId(name),
    category: 'Distillery',
    title: texts.add(`command.${name}`, title),
    ...(shortTitle !== undefined && { shortTitle: texts.add(`command.${name}.short`, shortTitle) }),
    ...(icon !== undefined && { icon: `$(${icon})` }),
    ...(enablement !== undefined && { enablement }),
  }));
}

function menus(): Record<string, object[]> {
  const result: Record<string, object[]> = { commandPalette: [] };
  for (const [name, { palette, menus: placements = [] }] of commandEntries()) {
    const command = commandId(name);
    if (palette !== 'always') {
      result['commandPalette']?.push({ command, when: palette === 'never' ? 'false' : palette.when });
    }
    for (const { menu, when, group } of placements) (result[menu] ??= []).push({ command, when, group });
  }
  return result;
}

function keybindings(): object[] {
  return commandEntries().flatMap(([name, { keybindings: bindings = [] }]) =>
    bindings.map((binding) => ({ command: commandId(name), ...binding })),
  );
}

function configuration(texts: Texts): object[] {
  return settingGroups.map(({ key, title, settings }) => ({
    title: texts.add(`settings.${key}`, title),
    properties: Object.fromEntries(
      Object.entries(settings).map(([name, setting], order) => [
        `distillery.${name}`,
        {
          order,
          scope: setting.scope,
          markdownDescription: texts.add(`setting.${name}`, setting.description),
          ...settingSchema(name, setting, texts),
        },
      ]),
    ),
  }));
}

function settingSchema(name: string, { schema }: SettingContribution, texts: Texts): object {
  if (schema.type !== 'choice') return schema;
  return {
    type: 'string',
    default: schema.default,
    enum: Object.keys(schema.choices),
    markdownEnumDescriptions: Object.entries(schema.choices).map(([choice, meaning]) =>
      texts.add(`setting.${name}.${choice}`, meaning),
    ),
  };
}

function restrictedSettings(): string[] {
  return settingGroups.flatMap(({ settings }) =>
    Object.entries(settings).flatMap(([name, { restricted }]) => (restricted ? [`distillery.${name}`] : [])),
  );
}

function walkthroughEntry(texts: Texts): object {
  const key = (part: string): string => `walkthrough.${walkthrough.id}.${part}`;
  return {
    id: walkthrough.id,
    title: texts.add(key('title'), walkthrough.title),
    description: texts.add(key('description'), walkthrough.description),
    steps: walkthrough.steps.map(({ id, title, description, picture, completedBy }) => ({
      id,
      title: texts.add(key(`${id}.title`), title),
      description: texts.add(key(`${id}.description`), description),
      media: {
        image: {
          dark: walkthroughImage(id, 'dark'),
          light: walkthroughImage(id, 'light'),
          hc: walkthroughImage(id, 'dark'),
          hcLight: walkthroughImage(id, 'light'),
        },
        altText: texts.add(key(`${id}.picture`), picture),
      },
      completionEvents: completedBy,
    })),
  };
}

function walkthroughImage(...picture: Parameters<typeof walkthroughPicture>): string {
  return `media/walkthrough/${walkthroughPicture(...picture)}`;
}

function taskDefinition(texts: Texts): object {
  return {
    type: 'distillery',
    required: ['experiment'],
    properties: {
      experiment: {
        type: 'string',
        description: texts.add('task.experiment', 'The experiment file, from the workspace folder on.'),
      },
      overrides: {
        type: 'array',
        items: { type: 'string' },
        description: texts.add(
          'task.overrides',
          'Values that take the place of those in the file: ["distillation.temperature=8"].',
        ),
      },
      action: {
        type: 'string',
        enum: ['run', 'teacher', 'baseline'],
        enumDescriptions: [
          texts.add('task.action.run', 'Teacher, student, baseline and report.'),
          texts.add('task.action.teacher', 'The teacher and its soft targets.'),
          texts.add('task.action.baseline', 'The student without its teacher.'),
        ],
        default: 'run',
        description: texts.add('task.action', 'What is trained.'),
      },
    },
  };
}
