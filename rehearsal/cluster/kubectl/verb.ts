import type { Parsed } from "../../guests/programs/flags";
import type { SimulatedCluster } from "../cluster";
import type { Caller } from "./caller";

/** One kubectl call: the connected cluster and the command line behind the verb. */
export interface Call {
  readonly cluster: SimulatedCluster;
  readonly parsed: Parsed;
  readonly caller: Caller;
  /** Adds a line to stderr, for warnings on the way. */
  readonly warn: (line: string) => void;
}

/** A verb returns what it prints on stdout. */
export type Verb = (call: Call) => string | Promise<string>;
