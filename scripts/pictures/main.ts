// `npm run pictures`: takes the pictures of the README and of the walkthrough in VS Code, from real runs. Those of the README
// show the demo's newest run, and all of its runs compared, so that these come first, and the plain one last:
// `npm run demo -- --set distillation.temperature=2`, the same with 1, 4 and 16, `npm run demo -- --no-cache`.
// Words choose: readme, walkthrough.
import { packageExtension } from '../packaging/package';
import { takeReadmePictures } from './readme';
import { takeWalkthroughPictures } from './walkthrough';

const albums = { readme: takeReadmePictures, walkthrough: takeWalkthroughPictures };

async function main(): Promise<void> {
  const words = process.argv.slice(2);
  await packageExtension();
  for (const [name, take] of Object.entries(albums)) {
    if (words.length === 0 || words.includes(name)) await take();
  }
}

void main();
