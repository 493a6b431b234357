import type { StackConfig } from "../../distributions/distribution";
import { type Issue, showValue } from "../../model/errors";
import { installationOf } from "../../model/installations";

/**
 * Hosts that would be reached as part of another installation. Each installation has a provider of its own, and Pulumi makes
 * a resource anew when its provider becomes another one (pulumi, step_generator.go: `providerChanged`).
 */
export function otherInstallationIssues(before: StackConfig, after: StackConfig): Issue[] {
  return Object.keys(after.proxmox.hosts).flatMap((host): Issue[] => {
    if (before.proxmox.hosts[host] === undefined) return [];
    const [was, is] = [installationOf(before, host), installationOf(after, host)];
    if (was.name === is.name) return [];
    return [
      {
        path: `proxmox.hosts.${host}.endpoint`,
        problem: "another installation than the one that has its machines: all of them would be recreated",
        got: showValue(is.endpoint),
        allowed: `must be the installation of ${was.hosts.join(", ")}, e.g. ${was.endpoint}`,
        remedy: "revert the edit; for hosts behind one API, the first by name must stay the same",
      },
    ];
  });
}
