export declare const root: string;
export declare function runNode(words: readonly string[], environment?: NodeJS.ProcessEnv): number;
export declare function build(): void;
export declare function runTrainer(...words: readonly string[]): number;
export declare function ensureEngine(): void;
