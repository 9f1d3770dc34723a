import type { Answer, Ask, ExtensionMessage, PageMessage, RequestName } from '../../protocol/dashboard';

/** What the editor gives a page to talk with. */
export interface EditorApi {
  postMessage(message: PageMessage): void;
  getState(): unknown;
  setState(state: unknown): void;
}

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Requests with their answers, and everything else that the extension says. */
export class Channel {
  private readonly waiting = new Map<number, Waiting>();
  private nextId = 0;

  constructor(
    private readonly editor: EditorApi,
    private readonly onMessage: (message: Exclude<ExtensionMessage, { type: 'reply' }>) => void,
  ) {
    window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (isExtensionMessage(data)) this.receive(data);
    });
  }

  send(message: PageMessage): void {
    this.editor.postMessage(message);
  }

  /** @throws Error with the extension's words when it cannot answer */
  request<Name extends RequestName>(name: Name, ask: Ask<Name>): Promise<Answer<Name>> {
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve: resolve as (answer: unknown) => void, reject });
      this.send({ type: 'request', id, request: { name, ...ask } } as PageMessage);
    });
  }

  private receive(message: ExtensionMessage): void {
    if (message.type !== 'reply') {
      this.onMessage(message);
      return;
    }
    const waiting = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (message.ok) waiting?.resolve(message.answer);
    else waiting?.reject(new Error(message.error));
  }
}

/** Whether something posted to the window is from our extension: frames and tools post there, too. */
function isExtensionMessage(value: unknown): value is ExtensionMessage {
  if (typeof value !== 'object' || value === null || !('type' in value)) return false;
  switch (value.type) {
    case 'open':
      return 'subject' in value && 'translations' in value;
    case 'update':
      return 'increments' in value && Array.isArray(value.increments);
    case 'reply':
      return 'id' in value && typeof value.id === 'number' && 'ok' in value;
    default:
      return false;
  }
}
