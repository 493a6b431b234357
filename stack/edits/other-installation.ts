import type { StackConfig } from "../../distributions/distribution";
import { type Issue, showValue } from "../../model/errors";
import { installationOf } from "../../model/installations";
import { nodeOf } from "../../model/node-names";

/**
 * Hosts that would be reached as part of another installation. Each installation has its own provider, and Pulumi replaces a
 * resource when its provider changes (pulumi, step_generator.go: `providerChanged`).
 */
export function otherInstallationIssues(before: StackConfig, after: StackConfig): Issue[] {
  return [...installationIssues(before, after), ...otherNodeIssues(before, after), ...renamedIssues(before, after)];
}

/** Files, bridges and the template are identified by their node, and would be replaced on another. */
function otherNodeIssues(before: StackConfig, after: StackConfig): Issue[] {
  return Object.keys(after.proxmox.hosts).flatMap((host): Issue[] => {
    if (before.proxmox.hosts[host] === undefined) return [];
    const [was, is] = [nodeOf(before, host), nodeOf(after, host)];
    if (was === is) return [];
    return [
      {
        path: `proxmox.hosts.${host}.node`,
        problem: "another node than the one that has its files and bridges",
        got: showValue(is),
        allowed: `must stay ${showValue(was)}`,
        remedy: "revert the edit; a host that was renamed in Proxmox: docs/tasks/several-hosts.md",
      },
    ];
  });
}

/** Resource names contain the host's name in this file, so another name would replace them. */
function renamedIssues(before: StackConfig, after: StackConfig): Issue[] {
  return Object.keys(before.proxmox.hosts).flatMap((host): Issue[] => {
    if (after.proxmox.hosts[host] !== undefined) return [];
    const renamed = Object.keys(after.proxmox.hosts).find(
      (other) => before.proxmox.hosts[other] === undefined && isSame([before, host], [after, other]),
    );
    if (renamed === undefined) return [];
    return [
      {
        path: `proxmox.hosts.${renamed}`,
        problem: `the same node as ${host} was, under another name: its template and bridges would be recreated`,
        got: showValue(renamed),
        allowed: `must stay ${showValue(host)}`,
        remedy: `revert the edit; another host may have any name, and say node: ${nodeOf(after, renamed)}`,
      },
    ];
  });
}

const isSame = ([before, host]: [StackConfig, string], [after, other]: [StackConfig, string]): boolean =>
  nodeOf(before, host) === nodeOf(after, other) &&
  installationOf(before, host).endpoint === installationOf(after, other).endpoint;

function installationIssues(before: StackConfig, after: StackConfig): Issue[] {
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
