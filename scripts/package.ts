// `npm run package`: the extension as a VSIX, which needs nothing but VS Code.
import { packageExtension } from './packaging/package';

void packageExtension();
