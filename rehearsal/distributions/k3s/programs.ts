import { failed, ok, program, type Process, type Program } from "../../guests/program";
import { guestCaller } from "../../cluster/kubectl/caller";
import { runKubectl } from "../../cluster/kubectl/kubectl";
import { rancherVersion } from "../rancher/process";

const BINARY = "/usr/local/bin/k3s";
const KUBECONFIG = "/etc/rancher/k3s/k3s.yaml";

/** `k3s`, which is kubectl too; its release brings neither a killall script nor one that uninstalls. */
export function k3sPrograms(): readonly Program[] {
  return [program("@k3s", k3s)];
}

function k3s(args: readonly string[], process: Process) {
  const [command = "", ...rest] = args;
  if (command === "--version" || command === "-v") return ok(versionText(process));
  if (command !== "kubectl") return failed(1, `No help topic for '${command}'`);
  // It names its own file where nobody names another one (k3s pkg/kubectl).
  const caller = guestCaller(process);
  return runKubectl(rest, { ...caller, env: { KUBECONFIG, ...caller.env } });
}

function versionText({ guest }: Process): string {
  return `k3s version ${rancherVersion(guest.tree.read(BINARY) ?? "")} (00000000)\ngo version go1.24.6\n`;
}
