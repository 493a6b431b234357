import type { WorldContext } from "../world";
import type { OperatorProgram } from "./operator-program";
import { curl } from "./programs/curl";
import { sleep } from "./programs/sleep";

/** What a rehearsal runs in place of programs of the operator's own machine. */
export function operatorPrograms(context: WorldContext): readonly OperatorProgram[] {
  return [curl(context), sleep(context)];
}
