import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';

const MEGABYTES = 8;

/** A disk of a few megabytes in memory, in the place of a folder. Only Linux has it, and only for its administrator. */
export class SmallDisk {
  readonly #ballast: string;

  private constructor(private readonly folder: string) {
    this.#ballast = path.join(folder, 'ballast');
  }

  /** @throws what the operating system has against it */
  static mount(folder: string): SmallDisk {
    mkdirSync(folder);
    command('mount', '-t', 'tmpfs', '-o', `size=${MEGABYTES}m`, 'distillery-test', folder);
    return new SmallDisk(folder);
  }

  /** Leaves no byte free. */
  fill(): void {
    const descriptor = openSync(this.#ballast, 'a');
    try {
      const bytes = Buffer.alloc(4096);
      for (;;) writeSync(descriptor, bytes);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    } finally {
      closeSync(descriptor);
    }
  }

  free(): void {
    rmSync(this.#ballast);
  }

  /** Removes all that is on it, whatever it allowed. */
  empty(): void {
    this.allow('reading-and-writing');
    for (const name of readdirSync(this.folder))
      rmSync(path.join(this.folder, name), { recursive: true, force: true });
  }

  allow(access: 'reading' | 'reading-and-writing'): void {
    command('mount', '-o', `remount,${access === 'reading' ? 'ro' : 'rw'}`, this.folder);
  }

  /** Takes it away, also from under those who use it. */
  unmount(): void {
    command('umount', '--lazy', this.folder);
  }
}

function command(program: string, ...words: readonly string[]): void {
  execFileSync(program, words, { stdio: 'pipe' });
}
