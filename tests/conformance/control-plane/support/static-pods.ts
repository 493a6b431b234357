import { parse } from "yaml";
import type { PrivateMachine } from "./private-machine";

const MANIFESTS = "/etc/kubernetes/manifests";

interface Container {
  readonly command: readonly string[];
}

/** The arguments with which a kubelet would start the program of a static pod. */
export async function argumentsOf(machine: PrivateMachine, program: string): Promise<string[]> {
  const pod = parse(await machine.read(`cat ${MANIFESTS}/${program}.yaml`)) as { spec: { containers: Container[] } };
  const [name, ...args] = pod.spec.containers[0]?.command ?? [];
  if (name !== program) throw new Error(`${MANIFESTS}/${program}.yaml starts ${name}`);
  return args;
}
