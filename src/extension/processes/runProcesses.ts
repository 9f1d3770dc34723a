import { readdir } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../common/errors';
import type { RunFolder } from '../../runs';
import { DisposableStore } from '../base/disposables';
import { launchFailure } from './failures';
import { describeFailure } from './failureText';
import { controlRun, stopRun } from './liveRun';
import { RunQueue } from './runQueue';
import { chooseRuntime } from './runtime';
import { runTool } from './tool';
import { refuseUntrusted } from './trust';
import type { ProcessSettings, QueuedRun, RunEnd, RunRequest, ToolOptions, ToolResult } from './types';

/** Starts runs, queues them, and ends them; keeps sight of those that an earlier window had started. */
export class RunProcesses implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly changes = this.store.add(new vscode.EventEmitter<void>());
  private readonly ends = this.store.add(
    new vscode.EventEmitter<{ readonly run: QueuedRun; readonly end: RunEnd }>(),
  );
  private readonly tools = new AbortController();
  private readonly runs: RunQueue;
  private readonly program: string;

  /** The queue of this window, or a state in it, is another. */
  readonly onDidChange = this.changes.event;
  readonly onDidEnd = this.ends.event;

  constructor(
    private readonly context: vscode.ExtensionContext,
    log: vscode.LogOutputChannel,
  ) {
    this.program = context.asAbsolutePath(path.join('dist', 'trainer.js'));
    this.runs = new RunQueue(
      {
        program: this.program,
        storage: (context.storageUri ?? context.globalStorageUri).fsPath,
        settings,
        environment: () => this.environment('look'),
      },
      {
        changed: () => {
          this.changes.fire();
        },
        ended: (run, end) => {
          this.ends.fire({ run, end });
        },
        problem: (thrown) => {
          log.error(thrown instanceof Error ? thrown : String(thrown));
        },
      },
    );
    this.store.add(
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('distillery.maxConcurrentRuns')) this.runs.startNext();
      }),
    );
    // Nothing runs in a workspace that is not trusted: what waits there goes on waiting.
    if (vscode.workspace.isTrusted) void this.runs.restore();
    else this.store.add(vscode.workspace.onDidGrantWorkspaceTrust(() => void this.runs.restore()));
  }

  /** Queued, starting and running ones of this window, in the order in which they start. */
  queue(): readonly QueuedRun[] {
    return this.runs.all();
  }

  /** @throws UserError in a workspace that is not trusted */
  start(request: RunRequest): QueuedRun {
    refuseUntrusted();
    return this.runs.add(request);
  }

  /** Gives an order to any live run. @throws UserError when it has no process here, or refuses, or the workspace is not trusted */
  async control(folder: RunFolder, command: 'pause' | 'continue' | 'checkpoint'): Promise<void> {
    refuseUntrusted();
    await controlRun(folder, command);
  }

  /** Stops any live run; resolves when its process is gone. @throws UserError when that can't be done, or the workspace is not trusted */
  async stop(folder: RunFolder): Promise<void> {
    refuseUntrusted();
    const own = this.runs.find(folder);
    if (own === undefined) await stopRun(folder, settings().stopGraceSeconds * 1000);
    else await own.stop();
  }

  move(queued: QueuedRun, direction: 'up' | 'down'): void {
    this.runs.move(queued.id, direction);
  }

  /** @throws UserError when it has started */
  cancel(queued: QueuedRun): void {
    this.runs.cancel(queued.id);
  }

  /**
   * Runs a short job of the command line to its end.
   *
   * @throws UserError in a workspace that is not trusted, or when it can't be started
   */
  async runTool(words: readonly string[], options: ToolOptions = {}): Promise<ToolResult> {
    refuseUntrusted();
    const chosen = await chooseRuntime(settings().nodePath);
    if (!chosen.ok) {
      const { program: runtime, problem } = chosen;
      throw new UserError(describeFailure({ kind: 'runtime', runtime, problem }).message);
    }
    const { runtime } = chosen;
    const environment = await this.environment(
      words[0] === 'engines' && words[1] === 'install' ? 'install' : 'look',
    );
    const signal = AbortSignal.any([this.tools.signal, ...(options.signal ? [options.signal] : [])]);
    try {
      return await runTool({ runtime, program: this.program, words, environment }, { ...options, signal });
    } catch (thrown) {
      signal.throwIfAborted();
      throw new UserError(describeFailure(launchFailure(thrown, runtime.program)).message);
    }
  }

  /** For the end of the window: has its runs go on, pause or stop, as people have set. */
  async close(): Promise<void> {
    await this.runs.close(settings().onWindowClose);
    this.dispose();
  }

  dispose(): void {
    this.tools.abort(new UserError('The window was closed.'));
    this.runs.dispose();
    this.store.dispose();
  }

  /**
   * The native engine is installed into the extension's own storage, and looked for there first, else where the command
   * line has it. Who has set the place themselves keeps it.
   */
  private async environment(purpose: 'look' | 'install'): Promise<NodeJS.ProcessEnv> {
    const own = path.join(this.context.globalStorageUri.fsPath, 'engines');
    const isSet = (process.env['DISTILLERY_ENGINE_HOME'] ?? '') !== '';
    if (isSet || (purpose === 'look' && !(await holdsEngine(own)))) return process.env;
    return { ...process.env, DISTILLERY_ENGINE_HOME: own };
  }
}

async function holdsEngine(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).some((name) => name.startsWith('tfjs-node-'));
  } catch {
    return false;
  }
}

function settings(): ProcessSettings {
  const configuration = vscode.workspace.getConfiguration('distillery');
  const nodePath = configuration.get('nodePath', '').trim();
  return {
    maxConcurrentRuns: Math.max(1, Math.trunc(configuration.get('maxConcurrentRuns', 1))),
    stopGraceSeconds: Math.max(0, configuration.get('stopGraceSeconds', 15)),
    onWindowClose: configuration.get<ProcessSettings['onWindowClose']>('onWindowClose', 'keepRunning'),
    engine: configuration.get<ProcessSettings['engine']>('engine', 'auto'),
    ...(nodePath !== '' && vscode.workspace.isTrusted && { nodePath }),
  };
}
