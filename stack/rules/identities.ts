import type { StackConfig } from "../../distributions/distribution";
import type { Issue } from "../../model/errors";
import { installations } from "../../model/installations";
import { nodeOf } from "../../model/node-names";
import { byName, residents } from "../residents";
import { templateHost, templateVmId } from "../template-plans";
import { repeated, type Rule } from "./rule";

/** Names are compared as DNS does, without regard to case. */
const nodeNamesAreUnique: Rule = (config) =>
  repeated(byName(residents(config)), ({ name }) => name.toLowerCase()).map(({ item, first }) => ({
    path: item.path,
    problem: `already the name of ${item.name === first.name ? first.path : first.name}`,
    got: `"${item.name}"`,
    allowed: "must be one machine per name, whatever its case",
    remedy: "rename one of the two",
  }));

const vmIdsAreUnique: Rule = (config) =>
  repeated(byName(residents(config)), ({ vmId }) => String(vmId)).map(({ item, first }) =>
    vmIdIssue(`${item.path}.vmId`, `already the VM id of ${first.name}`, item.vmId),
  );

const vmIdsAreNotATemplates: Rule = (config) => {
  const templates = new Set([
    config.template.vmId,
    ...Object.keys(config.proxmox.hosts).map((host) => templateVmId(config, host)),
  ]);
  return residents(config)
    .filter(({ vmId }) => templates.has(vmId))
    .map(({ path, vmId }) => vmIdIssue(`${path}.vmId`, "already the VM id of the template", vmId));
};

/** VM ids are unique in a whole Proxmox cluster, so that every host's copy of the template needs one of its own. */
const templateVmIdsAreUnique: Rule = (config) =>
  repeated(templateHosts(config), (host) => String(templateVmId(config, host))).map(({ item, first }) =>
    vmIdIssue(
      `proxmox.hosts.${item}.templateVmId`,
      `already the VM id of the template on ${first}`,
      templateVmId(config, item),
    ),
  );

/** Each host, where hosts share a template only the one that it is on. */
function templateHosts(config: StackConfig): string[] {
  return [...new Set(Object.keys(config.proxmox.hosts).map((host) => templateHost(config, host)))];
}

/** Proxmox would show two VMs of one name, and the tool that finds one by its name finds the other. */
const namesAreNotTheTemplates: Rule = (config) =>
  residents(config)
    .filter(({ name }) => name === config.template.name)
    .map(({ path, name }) => {
      const allowed = "must be one VM per name";
      return {
        path,
        problem: "already the name of the template",
        got: `"${name}"`,
        allowed,
        remedy: "rename one of the two",
      };
    });

/** Each is a host name too; Proxmox' cluster needs one that is the address of its own network, which localhost never is. */
const hostNamesStandForHosts: Rule = ({ proxmox }) => {
  const names = Object.keys(proxmox.hosts).sort();
  const nodes = names.filter((host) => proxmox.hosts[host]?.node?.toLowerCase() === "localhost");
  const twice = repeated(names, (name) => name.toLowerCase()).map(({ item, first }) =>
    hostNameIssue(item, `already the name of host ${first}`, "must be one host per name, whatever its case"),
  );
  const nobody = names.filter((name) => name.toLowerCase() === "localhost");
  return [
    ...twice,
    ...nobody.map((name) =>
      hostNameIssue(name, "the name that every machine uses for itself", "must be its own name, e.g. pve"),
    ),
    ...nodes.map((name) => ({
      ...hostNameIssue("localhost", "the name that every machine uses for itself", "must be its own name, e.g. pve"),
      path: `proxmox.hosts.${name}.node`,
    })),
  ];
};

/** Behind one API a node's name stands for one host. */
const nodesOfOneClusterDiffer: Rule = (config) =>
  installations(config)
    .flatMap(({ hosts }) => repeated(hosts, (host) => nodeOf(config, host).toLowerCase()))
    // Said by its name already.
    .filter(({ item, first }) => item.toLowerCase() !== first.toLowerCase())
    .map(({ item, first }) => ({
      path: `proxmox.hosts.${item}.node`,
      problem: `already the node of ${first}, which is behind the same endpoint`,
      got: `"${nodeOf(config, item)}"`,
      allowed: "must be another node of that Proxmox cluster, e.g. pve-2",
      remedy: "write it as hostname prints it on the host, or give the host its own endpoint if it stands alone",
    }));

const hostNameIssue = (name: string, problem: string, allowed: string): Issue => ({
  path: `proxmox.hosts.${name}`,
  problem,
  got: `"${name}"`,
  allowed,
  remedy: "write it as hostname prints it on the host",
});

/** A host name stands for one machine on a network, and a node registers under its own. */
const namesAreFree: Rule = (config) => {
  const names = Object.keys(config.proxmox.hosts).flatMap((host) => [host, nodeOf(config, host)]);
  const hosts = new Set(names.map((name) => name.toLowerCase()));
  return residents(config)
    .filter(({ name }) => hosts.has(name) || name === "localhost")
    .map(({ path, name }) => ({
      path,
      problem: name === "localhost" ? "the name that every machine uses for itself" : "already the name of a host",
      got: `"${name}"`,
      allowed: "must be a free name, e.g. worker-1",
      remedy: "rename it",
    }));
};

/** Also looks at derived addresses; two of them are only equal when the VM ids are, which is said already. */
const macAddressesAreUnique: Rule = (config) => {
  const nics = byName(residents(config)).flatMap((of) => of.nics.map((nic) => ({ ...nic, of })));
  return repeated(nics, ({ macAddress }) => macAddress)
    .filter(({ item, first }) => !(item.isDerived && first.isDerived && item.of.vmId === first.of.vmId))
    .map(({ item, first }) => ({
      path: item.path,
      problem: `already the MAC address of ${first.of.name}`,
      got: item.macAddress,
      allowed: "must be one NIC per MAC address",
      remedy: "leave it out, or write another",
    }));
};

function vmIdIssue(path: string, problem: string, vmId: number): Issue {
  return { path, problem, got: String(vmId), allowed: "must be one VM per id", remedy: "choose a free id" };
}

export const identityRules: readonly Rule[] = [
  nodeNamesAreUnique,
  namesAreNotTheTemplates,
  namesAreFree,
  hostNamesStandForHosts,
  nodesOfOneClusterDiffer,
  vmIdsAreUnique,
  vmIdsAreNotATemplates,
  templateVmIdsAreUnique,
  macAddressesAreUnique,
];
