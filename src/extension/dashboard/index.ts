export { Dashboards, type PreviewOptions } from './dashboards';
