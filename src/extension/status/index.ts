export { Notifications } from './notifications';
export { StatusBar } from './statusBar';
