import { strict as assert } from 'node:assert';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { isProcessAlive, readProcessFile, readRun, RunFolder, runsFolder } from '../../src/runs';
import { activateExtension } from './support/extension';
import { until } from './support/until';
import { workspaceFolder, writeInWorkspace } from './support/workspace';

const TASK_SECONDS = 90_000;

/** The task of an experiment file in a folder of its own, so that its runs are told from those of other tests. */
class ExperimentTask {
  private execution: vscode.TaskExecution | undefined;
  exitCode: number | undefined;

  private constructor(
    private readonly folder: string,
    private readonly experiment: string,
  ) {}

  static async create(name: string, epochs: number): Promise<ExperimentTask> {
    const experiment = `${name}/task.distill.json`;
    const file = await writeInWorkspace(
      experiment,
      JSON.stringify({
        name,
        dataset: {
          format: 'csv',
          train: '../digits.csv.gz',
          test: 360,
          validation: 0.1,
          inputShape: [8, 8, 1],
        },
        student: { model: { type: 'mlp', hidden: [4] } },
        distillation: { method: 'labels' },
        training: { epochs },
        engine: { name: 'cpu' },
      }),
    );
    return new ExperimentTask(path.dirname(file.fsPath), experiment);
  }

  async start(isMeant: (task: vscode.Task) => boolean = () => true): Promise<void> {
    const isOwn = ({ definition }: vscode.Task): boolean => definition['experiment'] === this.experiment;
    const task = await until('the task of the experiment file', async () =>
      (await vscode.tasks.fetchTasks({ type: 'distillery' })).find((each) => isOwn(each) && isMeant(each)),
    );
    vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
      if (isOwn(execution.task)) this.exitCode = exitCode;
    });
    this.execution = await vscode.tasks.executeTask(task);
  }

  terminate(): void {
    this.execution?.terminate();
  }

  async run(): Promise<RunFolder | undefined> {
    const runs = runsFolder(path.join(this.folder, '.distillery'));
    const [id] = await readdir(runs).catch(() => []);
    return id === undefined ? undefined : new RunFolder(path.join(runs, id));
  }
}

describe('Tasks', function () {
  this.timeout(TASK_SECONDS);

  before(async () => {
    await activateExtension();
  });

  it('run an experiment with the runtime of VS Code, to its end', async () => {
    const task = await ExperimentTask.create('task-done', 2);
    await task.start();
    await until('the end of the task', () => task.exitCode !== undefined, TASK_SECONDS);
    assert.equal(task.exitCode, 0);
    const run = await task.run();
    assert.ok(run);
    assert.equal(readRun(run).status, 'done');
  });

  it('stop the run when their terminal is closed, and leave no process', async () => {
    const task = await ExperimentTask.create('task-stopped', 100_000);
    await task.start();
    const run = await until('the run', async () => {
      const found = await task.run();
      return found !== undefined && readProcessFile(found) !== undefined && found;
    });
    const trainer = readProcessFile(run);
    assert.ok(trainer);
    assert.equal(isProcessAlive(trainer), true);
    await until('the first epoch', () => readRun(run).stages.some(({ epochs }) => epochs.length > 0));
    task.terminate();
    await until('the end of the process', () => !isProcessAlive(trainer));
    assert.equal(readRun(run).status, 'stopped');
  });

  it('of tasks.json do what they say', async () => {
    const own = await ExperimentTask.create('task-written', 100_000);
    const label = 'written by a person';
    await writeInWorkspace(
      '.vscode/tasks.json',
      JSON.stringify({
        version: '2.0.0',
        tasks: [
          {
            label,
            type: 'distillery',
            experiment: 'task-written/task.distill.json',
            action: 'baseline',
            overrides: ['training.epochs=1'],
          },
        ],
      }),
    );
    await own.start((task) => task.name === label);
    await until('the end of the task', () => own.exitCode !== undefined, TASK_SECONDS);
    assert.equal(own.exitCode, 0);
    const run = await own.run();
    assert.ok(run);
    const { overrides } = JSON.parse(await readFile(run.experiment, 'utf8')) as { overrides: string[] };
    assert.deepEqual(overrides, ['training.epochs=1', 'distillation={"method":"labels"}', 'baseline=false']);
  });

  it('are listed for the experiment files of the workspace', async () => {
    const tasks = await vscode.tasks.fetchTasks({ type: 'distillery' });
    const experiments = tasks.map(({ definition }) => String(definition['experiment']));
    assert.ok(experiments.includes('digits.distill.json'), experiments.join(', '));
    assert.equal(workspaceFolder().scheme, 'file');
  });
});
