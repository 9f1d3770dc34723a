import assert from 'node:assert/strict';
import type { ClassMeansAnswer, ClassMeansQuery } from '../../../src/protocol/dashboard';
import {
  type ClassMeansAnswers,
  type ClassMeansFacts,
  ClassMeansQuestions,
} from '../../../src/webview/pure/classMeansQuestions';

const FACTS: ClassMeansFacts = {
  network: 'student-1',
  temperature: 4,
  runTemperature: 4,
  snapshots: 1,
  hasLogits: true,
};

/** Answers when it is told to. */
class Extension {
  readonly asked: ClassMeansQuery[] = [];
  private readonly waiting: (() => void)[] = [];

  readonly request = (query: ClassMeansQuery): Promise<ClassMeansAnswer> =>
    new Promise((resolve) => {
      this.asked.push(query);
      this.waiting.push(() => {
        resolve({ ...ANSWER, temperature: query.temperature });
      });
    });

  async answerAll(): Promise<void> {
    while (this.waiting.length > 0) {
      for (const answer of this.waiting.splice(0)) answer();
      await new Promise(setImmediate);
    }
  }
}

const ANSWER: ClassMeansAnswer = {
  basis: 'test',
  temperature: 1,
  classes: 1,
  classNames: ['a'],
  means: Float32Array.of(1),
};

describe('questions for the map', () => {
  it('leave out all between the one that is answered and the latest', async () => {
    const extension = new Extension();
    const answers: ClassMeansAnswers[] = [];
    const questions = new ClassMeansQuestions(extension.request, (next) => answers.push(next));
    for (const temperature of [4, 5, 6, 7]) questions.ask({ ...FACTS, temperature });
    await extension.answerAll();
    assert.deepEqual(
      answers.map(({ teacher }) => teacher?.temperature),
      [4, 7],
    );
  });

  it('ask nothing twice', async () => {
    const extension = new Extension();
    const questions = new ClassMeansQuestions(extension.request, () => undefined);
    questions.ask(FACTS);
    await extension.answerAll();
    questions.ask(FACTS);
    assert.equal(extension.asked.length, 2);
  });

  it("order rows at the run's own temperature whichever is shown, and ask for that once", async () => {
    const extension = new Extension();
    const answers: ClassMeansAnswers[] = [];
    const questions = new ClassMeansQuestions(extension.request, (next) => answers.push(next));
    for (const temperature of [8, 9, 4]) {
      questions.ask({ ...FACTS, temperature });
      await extension.answerAll();
    }
    assert.deepEqual(
      extension.asked.map(({ stage, temperature }) => `${stage} ${temperature}`),
      ['teacher 8', 'student-1 8', 'teacher 4', 'teacher 9', 'student-1 9', 'teacher 4', 'student-1 4'],
    );
    assert.equal(new Set(answers.map(({ ordering }) => ordering)).size, 1);
    assert.equal(answers[0]?.ordering?.temperature, 4);
  });
});
