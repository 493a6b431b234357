import type { Document } from "../documents/document";

/** A program that reads documents on a machine or in a cluster, asked here what it thinks of them. */
export interface Reader {
  readonly name: string;
  reads(document: Document): boolean;
  /** What it complains of in each, in the same order; nothing where it accepts. */
  judge(documents: readonly Document[]): Promise<string[][]>;
  /** Mistakes it has to find in a document it accepts: a reader that finds none would accept everything. */
  readonly mistakes: readonly Mistake[];
}

export interface Mistake {
  readonly what: string;
  /** Only documents with this text can have the mistake. */
  readonly from: string | RegExp;
  readonly to: string;
  /** What the complaint must name. */
  readonly named: string;
}
