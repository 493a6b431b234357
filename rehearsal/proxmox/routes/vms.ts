import * as agent from "../handlers/agent";
import * as config from "../handlers/vm-config";
import * as life from "../handlers/vm-life";
import type { Route } from "../http/route";
import type { WorldSpec } from "../../world-spec";
import type { Permission } from "../model/permissions";
import * as take from "../tables/vm-endpoints";

const vms = "/nodes/{node}/qemu";
const vm = `${vms}/{vmid}`;

function onVm(...all: readonly string[]): Permission {
  return { path: "/vms/{vmid}", all };
}

const anyConfig: Permission = {
  path: "/vms/{vmid}",
  any: ["Disk", "CDROM", "CPU", "Memory", "Network", "HWType", "Options", "Cloudinit"].map(
    (part) => `VM.Config.${part}`,
  ),
};

const mayClone: Permission = {
  every: [
    onVm("VM.Clone"),
    {
      either: [
        { path: "/vms/{newid}", all: ["VM.Allocate"] },
        { path: "/pool/{pool}", all: ["VM.Allocate"] },
      ],
    },
  ],
};

/** PVE 9 split VM.Monitor; the guest agent got privileges of its own. */
function agentPermission(version: WorldSpec["pveVersion"]): Permission {
  const any = version.startsWith("8") ? ["VM.Monitor"] : ["VM.GuestAgent.Audit", "VM.GuestAgent.Unrestricted"];
  return { path: "/vms/{vmid}", any };
}

export function vmRoutes(version: WorldSpec["pveVersion"]): readonly Route[] {
  const mayAsk = agentPermission(version);
  const mayPower = onVm("VM.PowerMgmt");
  return [
    { method: "GET", path: vms, parameters: take.list, permission: "anybody", answer: life.list },
    { method: "POST", path: vms, parameters: take.create, permission: "anybody", answer: config.create },
    { method: "DELETE", path: vm, parameters: take.destroy, permission: onVm("VM.Allocate"), answer: life.destroy },
    {
      method: "GET",
      path: `${vm}/config`,
      parameters: take.readConfig,
      permission: onVm("VM.Audit"),
      answer: config.readConfig,
    },
    {
      method: "PUT",
      path: `${vm}/config`,
      parameters: take.change,
      permission: anyConfig,
      answer: config.changeConfig,
    },
    {
      ...{ method: "POST", path: `${vm}/config`, parameters: take.changeInBackground },
      ...{ permission: anyConfig, answer: config.changeConfigInBackground },
    },
    {
      method: "GET",
      path: `${vm}/pending`,
      parameters: take.none,
      permission: onVm("VM.Audit"),
      answer: config.readPending,
    },
    {
      ...{ method: "PUT", path: `${vm}/cloudinit`, parameters: take.none },
      ...{ permission: onVm("VM.Config.Cloudinit"), answer: config.regenerateCloudInit },
    },
    { method: "POST", path: `${vm}/clone`, parameters: take.clone, permission: mayClone, answer: life.clone },
    {
      method: "PUT",
      path: `${vm}/resize`,
      parameters: take.resize,
      permission: onVm("VM.Config.Disk"),
      answer: life.resize,
    },
    {
      method: "POST",
      path: `${vm}/move_disk`,
      parameters: take.move,
      permission: onVm("VM.Config.Disk"),
      answer: life.move,
    },
    {
      method: "POST",
      path: `${vm}/template`,
      parameters: take.template,
      permission: onVm("VM.Allocate"),
      answer: life.template,
    },
    {
      method: "GET",
      path: `${vm}/status/current`,
      parameters: take.none,
      permission: onVm("VM.Audit"),
      answer: life.readStatus,
    },
    { method: "POST", path: `${vm}/status/start`, parameters: take.start, permission: mayPower, answer: life.start },
    { method: "POST", path: `${vm}/status/stop`, parameters: take.stop, permission: mayPower, answer: life.stop },
    {
      method: "POST",
      path: `${vm}/status/shutdown`,
      parameters: take.shutdown,
      permission: mayPower,
      answer: life.shutdown,
    },
    { method: "POST", path: `${vm}/status/reboot`, parameters: take.reboot, permission: mayPower, answer: life.reboot },
    { method: "POST", path: `${vm}/agent/ping`, parameters: take.none, permission: mayAsk, answer: agent.ping },
    {
      ...{ method: "GET", path: `${vm}/agent/network-get-interfaces`, parameters: take.none },
      ...{ permission: mayAsk, answer: agent.networkInterfaces },
    },
  ];
}
