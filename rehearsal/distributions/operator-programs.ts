import type { Fabric } from "../network/fabric";
import type { SimulationContext } from "../simulation";
import type { OperatorProgram } from "../operator/operator-program";
import { operatorCurl } from "../operator/programs/curl";
import { operatorKubectl } from "../operator/programs/kubectl";
import { sleep } from "../operator/programs/sleep";
import { everySimulated } from "./registry";

/** What a rehearsal runs in place of programs of the operator's own machine. */
export function operatorPrograms(context: SimulationContext, fabric: Fabric): readonly OperatorProgram[] {
  const ofDistributions = everySimulated.flatMap((distribution) => distribution.operatorPrograms(context, fabric));
  return [...ofDistributions, operatorKubectl(context, fabric), operatorCurl(context), sleep(context)];
}
