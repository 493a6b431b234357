import type { Fabric } from "../network/fabric";
import type { WorldContext } from "../world";
import type { OperatorProgram } from "./operator-program";
import { curl } from "./programs/curl";
import { kubectl } from "./programs/kubectl";
import { sleep } from "./programs/sleep";
import { talosctl } from "./talosctl/talosctl";

/** What a rehearsal runs in place of programs of the operator's own machine. */
export function operatorPrograms(context: WorldContext, fabric: Fabric): readonly OperatorProgram[] {
  return [talosctl(context, fabric), kubectl(context, fabric), curl(context), sleep(context)];
}
