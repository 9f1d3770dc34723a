/** What computes, by name of package or library: it goes into the record of a run. */
export type Versions = Readonly<Record<string, string>>;
