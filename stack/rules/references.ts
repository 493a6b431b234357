import { effectiveVms, livingVms } from "../../model/effective-vm";
import { effectiveNodes, hostOf } from "../../model/effective-node";
import { bridgeHosts } from "../../model/network-plan";
import { bridgesOn } from "./bridges";
import type { Rule } from "./rule";
import { unknownName } from "./unknown-name";

const hostsAreKnown: Rule = (config) => {
  const hosts = Object.keys(config.proxmox.hosts);
  const ofNodes = effectiveNodes(config).map((node) => [`nodes.${node.name}.host`, node.host] as const);
  const ofGpus = Object.entries(config.gpus).map(([name, gpu]) => [`gpus.${name}.host`, hostOf(config, gpu)] as const);
  const ofBridges = Object.entries(config.network.bridges).flatMap(([name, { hosts: named }]) => {
    const path = `network.bridges.${name}.host`;
    const made = bridgeHosts(config, name).map((host) => [named ? `${path}s.${host}` : path, host] as const);
    return made.length === 0 ? [[path, ""] as const] : made;
  });
  const ofMachines = effectiveVms(config).map(({ name, host }) => [`vms.${name}.host`, host] as const);
  return [...ofNodes, ...ofGpus, ...ofBridges, ...ofMachines].flatMap(([path, host]) =>
    unknownName(path, "host", host, hosts),
  );
};

const subnetsAreKnown: Rule = (config) => {
  const subnets = Object.keys(config.network.subnets);
  const ofCluster = config.cluster.subnet === undefined ? [] : [["cluster.subnet", config.cluster.subnet] as const];
  const ofNodes = effectiveNodes(config)
    .filter((node) => node.config.subnet !== undefined || config.cluster.subnet === undefined)
    .map((node) => [`nodes.${node.name}.subnet`, node.subnet] as const);
  const ofMachines = livingVms(config).flatMap(({ name, nics }) =>
    nics.flatMap(({ subnet }, nic) =>
      subnet === undefined ? [] : [[`vms.${name}.nics[${nic}].subnet`, subnet] as const],
    ),
  );
  return [...ofCluster, ...ofNodes, ...ofMachines].flatMap(([path, subnet]) =>
    unknownName(path, "subnet", subnet, subnets),
  );
};

/** Only bridges of subnets that are used on a host must be there. */
const bridgesAreKnown: Rule = (config) => {
  const needed = effectiveNodes(config).map((node) => `${node.subnet}/${node.host}`);
  return [...new Set(needed)].flatMap((pair) => {
    const [subnet = "", host = ""] = pair.split("/");
    const bridge = config.network.subnets[subnet]?.bridge;
    return bridge && config.proxmox.hosts[host]
      ? unknownName(`network.subnets.${subnet}.bridge`, `bridge on ${host}`, bridge, bridgesOn(config, host))
      : [];
  });
};

/** Of a subnet nobody is in, some host must have the bridge all the same: a misspelt one would be found too late. */
const bridgesOfUnusedSubnetsAreSomewhere: Rule = (config) => {
  const used = new Set(effectiveNodes(config).map(({ subnet }) => subnet));
  const everywhere = Object.keys(config.proxmox.hosts).flatMap((host) => bridgesOn(config, host));
  return Object.entries(config.network.subnets)
    .filter(([name]) => !used.has(name))
    .flatMap(([name, { bridge }]) =>
      unknownName(`network.subnets.${name}.bridge`, "bridge on any host", bridge, [...new Set(everywhere)]),
    );
};

/** A machine may be plugged into a bridge directly, or into one of another host's subnet by mistake. */
const bridgesOfMachinesAreKnown: Rule = (config) =>
  livingVms(config).flatMap(({ name, host, nics }) =>
    nics.flatMap(({ subnet, bridge }, nic) => {
      if (bridge === "" || !config.proxmox.hosts[host]) return [];
      const path = `vms.${name}.nics[${nic}].${subnet === undefined ? "bridge" : "subnet"}`;
      return unknownName(path, `bridge on ${host}`, bridge, bridgesOn(config, host));
    }),
  );

export const referenceRules: readonly Rule[] = [
  hostsAreKnown,
  subnetsAreKnown,
  bridgesAreKnown,
  bridgesOfUnusedSubnetsAreSomewhere,
  bridgesOfMachinesAreKnown,
];
