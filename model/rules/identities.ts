import { type EffectiveNode, effectiveNodes } from "../effective-node";
import type { Issue } from "../errors";
import { macAddress } from "../mac-address";
import { templateVmId } from "../template-plans";
import { repeated, type Rule } from "./rule";

/** The name is a host name, a Kubernetes node and a Proxmox VM: lower case, digits and inner hyphens. */
export const nodeNamesAreDnsLabels: Rule = (config) =>
  Object.keys(config.nodes)
    .filter((name) => !/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name))
    .map((name) => {
      const allowed = "allowed are lower-case letters, digits and inner hyphens, at most 63";
      return {
        path: `nodes.${name}`,
        problem: "not a DNS label",
        got: `"${name}"`,
        allowed,
        remedy: `rename it${suggestion(name)}`,
      };
    });

/** Names are compared as DNS does, without regard to case. */
export const nodeNamesAreUnique: Rule = (config) =>
  repeated(Object.keys(config.nodes), (name) => name.toLowerCase()).map(({ item, first }) => ({
    path: `nodes.${item}`,
    problem: `already the name of ${first}`,
    got: `"${item}"`,
    allowed: "allowed is one machine per name, whatever its case",
    remedy: "rename one of the two",
  }));

export const vmIdsAreUnique: Rule = (config) =>
  repeated(effectiveNodes(config), (node) => String(node.vmId)).map(({ item, first }) =>
    vmIdIssue(`nodes.${item.name}.vmId`, `already the VM id of ${first.name}`, item.vmId),
  );

export const vmIdsAreNotATemplates: Rule = (config) => {
  const templates = new Set([
    config.template.vmId,
    ...Object.keys(config.proxmox.hosts).map((host) => templateVmId(config, host)),
  ]);
  return effectiveNodes(config)
    .filter((node) => templates.has(node.vmId))
    .map((node) => vmIdIssue(`nodes.${node.name}.vmId`, "already the VM id of the template", node.vmId));
};

/** VM ids are unique in a whole Proxmox cluster, so that every host's copy of the template needs one of its own. */
export const templateVmIdsAreUnique: Rule = (config) =>
  repeated(Object.keys(config.proxmox.hosts), (host) => String(templateVmId(config, host))).map(({ item, first }) =>
    vmIdIssue(
      `proxmox.hosts.${item}.templateVmId`,
      `already the VM id of the template on ${first}`,
      templateVmId(config, item),
    ),
  );

/** Also looks at derived addresses; two of them are only equal when the VM ids are, which is said already. */
export const macAddressesAreUnique: Rule = (config) => {
  const macOf = (node: EffectiveNode) =>
    (node.config.macAddress ?? macAddress(config.cluster.name, node.vmId)).toUpperCase();
  return repeated(effectiveNodes(config), macOf)
    .filter(({ item, first }) => item.vmId !== first.vmId)
    .map(({ item, first }) => ({
      path: `nodes.${item.name}.macAddress`,
      problem: `already the MAC address of ${first.name}`,
      got: macOf(item),
      allowed: "allowed is one machine per MAC address",
      remedy: "leave it out, or write another",
    }));
};

function vmIdIssue(path: string, problem: string, vmId: number): Issue {
  return { path, problem, got: String(vmId), allowed: "allowed is one VM per id", remedy: "choose a free id" };
}

/** The name mended, where that is enough: capitals lowered, underscores and dots turned into hyphens. */
function suggestion(name: string): string {
  const mended = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return mended && mended.length <= 63 ? `, for example to ${mended}` : "";
}
