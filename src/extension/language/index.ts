export { registerLanguage } from './register';
