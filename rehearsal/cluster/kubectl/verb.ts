import type { Parsed } from "../../guests/programs/flags";
import type { SimulatedCluster } from "../cluster";
import type { KubectlCaller } from "./caller";

/** One kubectl call: the connected cluster and the command line behind the verb. */
export interface KubectlCall {
  readonly cluster: SimulatedCluster;
  readonly parsed: Parsed;
  readonly caller: KubectlCaller;
  /** Adds a line to stderr, for warnings on the way. */
  readonly warn: (line: string) => void;
}

/** A verb returns what it prints on stdout. */
export type KubectlVerb = (call: KubectlCall) => string | Promise<string>;
