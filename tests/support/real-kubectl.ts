import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Rehearsal } from "../../scripts/rehearsal/rehearsal";
import { captureState, revealedValue, stackOutputs } from "../../scripts/rehearsal/state-capture";
import { setUpTools } from "../../scripts/toolchain-setup";

/** The real kubectl, as somebody has it who was given the stack's kubeconfig; rejects with what it says. */
export type Kubectl = (command: string, stdin?: object) => Promise<string>;

/** For the cluster that a rehearsal has brought up. */
export async function realKubectl(rehearsal: Rehearsal): Promise<Kubectl> {
  const { kubernetes } = await setUpTools(rehearsal.plan);
  if (kubernetes === undefined) throw new Error("the stack has no platform");
  const { revealedResources } = await captureState(rehearsal.pulumi);
  const file = join(rehearsal.privateFolder, "kubeconfig");
  writeFileSync(file, String(revealedValue(stackOutputs(revealedResources)["kubeconfig"])), { mode: 0o600 });
  return async (command, stdin) => {
    const args = ["kubectl", "--kubeconfig", file, ...command.split(" ")];
    // Not in one go: the API it asks is reached through this process.
    const running = promisify(execFile)(kubernetes.kubernetes, args, { env: { HOME: rehearsal.privateFolder } });
    running.child.stdin?.end(stdin === undefined ? "" : JSON.stringify(stdin));
    return (await running).stdout.trim();
  };
}
