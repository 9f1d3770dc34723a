// Loaded into a process before its script: at the end of the process, the most memory that it ever held, in bytes, is
// written to the file that DISTILLERY_PEAK_MEMORY_FILE names. Of the processes of a run only the one that computes counts.
const { readFileSync, writeFileSync } = require('node:fs');

/** On Linux the kernel's own mark: what getrusage says there may be the parent's, from before the process was replaced. */
function peakMemory() {
  if (process.platform === 'linux') {
    const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    if (kibibytes !== undefined) return 1024 * Number(kibibytes);
  }
  return 1024 * process.resourceUsage().maxRSS;
}

if (process.argv[2] === 'compute') {
  process.once('exit', () => {
    writeFileSync(process.env.DISTILLERY_PEAK_MEMORY_FILE, String(peakMemory()));
  });
}
