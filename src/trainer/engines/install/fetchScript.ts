/**
 * A Node program that fetches an address (first argument) into a file (second argument). It prints the share that is done,
 * from 0 to 1, line by line, where the size is told. A process of its own, as only what is in the environment when a process
 * begins decides whether `fetch` goes through a proxy.
 */
export const FETCH_FILE = `
const { createWriteStream } = require('fs');
const { pipeline } = require('stream/promises');
const [address, file] = process.argv.slice(1);

async function* counted(body, total) {
  let done = 0;
  for await (const piece of body) {
    done += piece.length;
    if (total > 0) console.log(Math.min(1, done / total));
    yield piece;
  }
}

(async () => {
  const response = await fetch(address);
  if (!response.ok) throw new Error('the answer is ' + response.status + ' ' + response.statusText);
  await pipeline(counted(response.body, Number(response.headers.get('content-length'))), createWriteStream(file));
})().catch((thrown) => {
  console.error('error: ' + [thrown.message, thrown.cause && (thrown.cause.message || thrown.cause.code)].filter(Boolean).join(': '));
  process.exit(1);
});
`;
