import { distributionOf, hasLogin } from "../../distributions/registry";
import type { StackConfig } from "../../distributions/distribution";
import { nearestWord } from "../../model/edit-distance";
import { type EffectiveVm, effectiveVms, livingVms } from "../../model/effective-vm";
import { effectiveNodes } from "../../model/effective-node";
import { createdBridge } from "../../model/network-plan";
import { templateVmId } from "../template-plans";
import type { Issue } from "../../model/errors";
import type { Rule } from "./rule";

const SIZES = ["cores", "memoryMiB", "diskGiB", "storage"] as const;

/** A decommissioned machine is only known; every other one is made or kept, and must say how large. */
const livingMachinesHaveASize: Rule = (config) =>
  livingVms(config).flatMap(({ name, config: vm }) =>
    SIZES.filter((key) => vm[key] === undefined).map((key) => ({
      path: `vms.${name}.${key}`,
      problem: "missing key",
      got: "nothing",
      allowed: `must be ${key === "storage" ? "a storage name" : "a whole number"}`,
      remedy: "add it, or set state: decommissioned",
    })),
  );

/** A NIC is in a subnet, which knows bridge and VLAN, or on a bridge of its own. */
const nicsSayWhere: Rule = (config) =>
  livingVms(config).flatMap(({ name, config: vm }) =>
    vm.nics.flatMap(({ subnet, bridge, vlan }, index) => {
      const alone = subnet === undefined ? bridge !== undefined : bridge === undefined && vlan === undefined;
      if (alone) return [];
      const problem = subnet === undefined ? "in no subnet and on no bridge" : "in a subnet and on a bridge";
      return [
        {
          path: `vms.${name}.nics[${index}]`,
          problem,
          got: subnet === undefined ? "neither" : `${subnet} and ${bridge ?? `vlan ${vlan}`}`,
          allowed: "must be { subnet } or { bridge, vlan }",
          remedy: "keep one of the two",
        },
      ];
    }),
  );

/** A clone is made of what is there before: not of itself, and not of what this program makes or is to forget. */
const clonesAreOfOthers: Rule = (config) => {
  const known = effectiveVms(config).filter(({ state, config: { adopt } }) => state === "decommissioned" || !adopt);
  const ours = new Map([...templates(config), ...[...effectiveNodes(config), ...known].map(named)]);
  return livingVms(config).flatMap(({ name, vmId, config: { source } }) => {
    if (typeof source !== "object" || !("clone" in source)) return [];
    const owner = source.clone === vmId ? "itself" : ours.get(source.clone);
    if (owner === undefined) return [];
    const allowed = "must be a VM that exists already";
    const remedy = owner === TEMPLATE ? "write source: image" : "choose a template";
    return [issue(`vms.${name}.source.clone`, `the VM id of ${owner}`, String(source.clone), allowed, remedy)];
  });
};

const TEMPLATE = "the nodes' template";
const named = ({ vmId, name }: { vmId: number; name: string }) => [vmId, name] as const;
const templates = (config: StackConfig) =>
  Object.keys(config.proxmox.hosts).map((host) => [templateVmId(config, host), TEMPLATE] as const);

/** On a bridge made without VLAN awareness Proxmox refuses to start a machine whose NIC has a tag. */
const nicsWithVlansAreOnVlanAwareBridges: Rule = (config) =>
  livingVms(config).flatMap(({ name, config: vm }) =>
    vm.nics.flatMap(({ bridge = "", vlan }, index) => {
      if (vlan === undefined || config.network.bridges[bridge]?.vlanAware !== false) return [];
      const remedy = `remove it, or set network.bridges.${bridge}.vlanAware: true`;
      return [
        issue(
          `vms.${name}.nics[${index}].vlan`,
          `VLAN on ${bridge}, which is not VLAN-aware`,
          String(vlan),
          "must be no vlan",
          remedy,
        ),
      ];
    }),
  );

/** Machines from the image are clones of the template on their host, with cloud-init's documents. */
const imageMachinesAreCloned: Rule = (config) => {
  const templated = new Set(effectiveNodes(config).map(({ host }) => host));
  return livingVms(config).flatMap(({ name, host, nics, config: { source, address } }) => {
    const path = `vms.${name}`;
    if (address !== undefined && nics[0]?.subnet === undefined)
      return [
        issue(
          `${path}.address`,
          "address without a subnet",
          address,
          "must be the address of a first NIC with a subnet",
          "set the NIC's subnet",
        ),
      ];
    if (source !== "image") return [];
    const distribution = distributionOf(config.cluster);
    if (hasLogin(distribution) && templated.has(host)) return [];
    const problem = hasLogin(distribution)
      ? `no template on ${host}, where no node is`
      : `the template is ${distribution.title}'`;
    return [
      issue(`${path}.source`, problem, '"image"', "must be none, a VM to clone or an ISO", "choose another source"),
    ];
  });
};

/** The gateway must be somebody who runs and has a NIC there; on a VLAN-aware bridge one without a tag sees all VLANs. */
const gatewayVmsArePluggedIn: Rule = (config) =>
  Object.entries(config.network.subnets).flatMap(([name, { gatewayVm, bridge, vlan }]) => {
    if (gatewayVm === undefined) return [];
    const path = `network.subnets.${name}.gatewayVm`;
    const vm = effectiveVms(config).find((candidate) => candidate.name === gatewayVm);
    const got = `"${gatewayVm}"`;
    if (!vm) {
      const names = Object.keys(config.vms);
      const meant = nearestWord(gatewayVm, names);
      const allowed = names.length > 0 ? `must be ${names.join(", ")}` : "must be a name of vms";
      return [issue(path, "unknown VM", got, allowed, meant ? `did you mean "${meant}"?` : "add it to vms")];
    }
    if (vm.state !== "running")
      return [issue(path, `${vm.state}, so it routes nothing`, got, "must be a running VM", "set its state: running")];
    if (isPluggedIn(vm, bridge, vlan)) return [];
    const where = vlan === undefined ? bridge : `${bridge} VLAN ${vlan}`;
    return [issue(path, `has no NIC on ${where}`, got, "must be a VM in the subnet", "give it a NIC there")];
  });

/** Nothing outside is plugged into a bridge without ports: its router is a machine of the host, or the host itself. */
const internalSubnetsHaveAGateway: Rule = (config) =>
  Object.entries(config.network.subnets)
    .filter(([name, subnet]) => isUsed(config, name) && isInternal(config, subnet.bridge) && !isRouted(config, subnet))
    .map(([name, { gateway, bridge }]) =>
      issue(
        `network.subnets.${name}.gatewayVm`,
        `no router can have ${gateway} on ${bridge}, which has no port`,
        "nothing",
        "must be an entry of vms",
        `name the VM that routes, or give ${bridge} a port`,
      ),
    );

type Subnet = StackConfig["network"]["subnets"][string];

const isUsed = (config: StackConfig, subnet: string) => effectiveNodes(config).some((node) => node.subnet === subnet);

function isInternal(config: StackConfig, bridge: string): boolean {
  const hosts = Object.keys(config.proxmox.hosts);
  const exists = hosts.some((host) => config.proxmox.hosts[host]?.bridges.includes(bridge));
  return !exists && hosts.some((host) => createdBridge(config, bridge, host)?.ports.length === 0);
}

function isRouted(config: StackConfig, { bridge, gateway, gatewayVm }: Subnet): boolean {
  return gatewayVm !== undefined || config.network.bridges[bridge]?.address?.split("/")[0] === gateway;
}

function isPluggedIn({ nics }: EffectiveVm, bridge: string, vlan: number | undefined): boolean {
  return nics.some((nic) => nic.bridge === bridge && (nic.vlan === vlan || nic.vlan === undefined));
}

function issue(path: string, problem: string, got: string, allowed: string, remedy: string): Issue {
  return { path, problem, got, allowed, remedy };
}

export const vmRules: readonly Rule[] = [
  livingMachinesHaveASize,
  nicsSayWhere,
  clonesAreOfOthers,
  nicsWithVlansAreOnVlanAwareBridges,
  imageMachinesAreCloned,
  gatewayVmsArePluggedIn,
  internalSubnetsHaveAGateway,
];
