export { commandEntries, commandId, commandTable, type CommandId, type CommandName } from './commands';
export { createManifest, type ExtensionManifest } from './manifest';
export { settingGroups, type SettingName } from './settings';
export { presenceKey, type Presence } from './types';
export { walkthrough, WALKTHROUGH_ID, walkthroughPicture, walkthroughThemes } from './walkthrough';
