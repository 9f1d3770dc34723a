interface Disposable {
  dispose(): unknown;
}

/** Holds what must be disposed together. What is added after that is disposed at once, so nothing outlives the store. */
export class DisposableStore implements Disposable {
  private readonly held = new Set<Disposable>();
  private disposed = false;

  add<Held extends Disposable>(disposable: Held): Held {
    if (this.disposed) disposable.dispose();
    else this.held.add(disposable);
    return disposable;
  }

  /** Disposes all, the last added first. */
  dispose(): void {
    this.disposed = true;
    const all = [...this.held].reverse();
    this.held.clear();
    for (const disposable of all) disposable.dispose();
  }
}
