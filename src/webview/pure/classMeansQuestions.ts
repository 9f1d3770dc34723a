import type { ClassMeansAnswer, ClassMeansQuery } from '../../protocol/dashboard';
import type { StageKey } from '../../protocol/events';

/** What the answers depend on. */
export interface ClassMeansFacts {
  /** The student or baseline; undefined before there is one. */
  readonly network: StageKey | undefined;
  readonly temperature: number;
  readonly runTemperature: number;
  /** Recorded so far of the network. */
  readonly snapshots: number | undefined;
  readonly hasLogits: boolean;
}

export interface ClassMeansAnswers {
  readonly teacher: ClassMeansAnswer | null;
  readonly student: ClassMeansAnswer | null;
  /** At the run's own temperature whichever is shown: rows that are ordered by it stay where they are while a slider moves. */
  readonly ordering: ClassMeansAnswer | null;
}

/** Asks one question at a time; the latest is asked when the answer is there, those between are left out. */
export class ClassMeansQuestions {
  private wanted: ClassMeansFacts | undefined;
  private asked = '';
  private asking = false;
  private ordering: { readonly key: string; readonly answer: ClassMeansAnswer | null } | undefined;

  constructor(
    private readonly request: (query: ClassMeansQuery) => Promise<ClassMeansAnswer | null>,
    private readonly onAnswers: (answers: ClassMeansAnswers) => void,
  ) {}

  ask(facts: ClassMeansFacts): void {
    this.wanted = facts;
    const key = JSON.stringify(facts);
    if (this.asking || key === this.asked) return;
    this.asked = key;
    this.asking = true;
    void this.answer(facts)
      .then(this.onAnswers)
      .finally(() => {
        this.asking = false;
        this.ask(this.wanted ?? facts);
      });
  }

  private async answer(facts: ClassMeansFacts): Promise<ClassMeansAnswers> {
    const { network, temperature } = facts;
    const [teacher, student] = await Promise.all([
      this.request({ stage: 'teacher', temperature }),
      network ? this.request({ stage: network, temperature }) : null,
    ]);
    return { teacher, student, ordering: await this.orderingBeside(teacher, student, facts) };
  }

  private async orderingBeside(
    teacher: ClassMeansAnswer | null,
    student: ClassMeansAnswer | null,
    { network = 'teacher', temperature, runTemperature, snapshots, hasLogits }: ClassMeansFacts,
  ): Promise<ClassMeansAnswer | null> {
    const stage = teacher ? 'teacher' : network;
    const key = JSON.stringify([stage, runTemperature, hasLogits, stage === 'teacher' ? null : snapshots]);
    if (this.ordering?.key === key) return this.ordering.answer;
    const answer =
      temperature === runTemperature
        ? (teacher ?? student)
        : await this.request({ stage, temperature: runTemperature });
    this.ordering = { key, answer };
    return answer;
  }
}
