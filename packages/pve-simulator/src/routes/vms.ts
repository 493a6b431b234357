import * as agent from "../handlers/agent";
import * as containers from "../handlers/containers";
import * as config from "../handlers/vm-config";
import * as life from "../handlers/vm-life";
import { type Route, route } from "../http/route";
import type { PveVersion } from "../spec";
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
function agentPermission(version: PveVersion): Permission {
  const any = version.startsWith("8") ? ["VM.Monitor"] : ["VM.GuestAgent.Audit", "VM.GuestAgent.Unrestricted"];
  return { path: "/vms/{vmid}", any };
}

export function vmRoutes(version: PveVersion): readonly Route[] {
  const mayAsk = agentPermission(version);
  const mayPower = onVm("VM.PowerMgmt");
  return [
    route("GET", vms, take.list, "anybody", life.list),
    route("GET", "/nodes/{node}/lxc", take.none, "anybody", containers.list),
    route("GET", "/nodes/{node}/lxc/{vmid}", take.none, "anybody", containers.index),
    route("GET", "/nodes/{node}/lxc/{vmid}/config", take.readConfig, onVm("VM.Audit"), containers.readConfig),
    route("GET", vm, take.none, "anybody", life.index),
    route("POST", vms, take.create, "anybody", config.create),
    route("DELETE", vm, take.destroy, onVm("VM.Allocate"), life.destroy),
    route("GET", `${vm}/config`, take.readConfig, onVm("VM.Audit"), config.readConfig),
    route("PUT", `${vm}/config`, take.change, anyConfig, config.changeConfig),
    {
      method: "POST",
      path: `${vm}/config`,
      parameters: take.changeInBackground,
      permission: anyConfig,
      answer: config.changeConfigInBackground,
    },
    route("GET", `${vm}/pending`, take.none, onVm("VM.Audit"), config.readPending),
    route("GET", `${vm}/cloudinit`, take.none, onVm("VM.Audit"), config.readCloudInit),
    route("GET", `${vm}/cloudinit/dump`, take.dump, onVm("VM.Audit"), config.dumpCloudInit),
    {
      method: "PUT",
      path: `${vm}/cloudinit`,
      parameters: take.none,
      permission: onVm("VM.Config.Cloudinit"),
      answer: config.regenerateCloudInit,
    },
    route("POST", `${vm}/clone`, take.clone, mayClone, life.clone),
    route("PUT", `${vm}/resize`, take.resize, onVm("VM.Config.Disk"), life.resize),
    route("POST", `${vm}/move_disk`, take.move, onVm("VM.Config.Disk"), life.move),
    route("POST", `${vm}/migrate`, take.migrate, onVm("VM.Migrate"), life.migrate),
    route("POST", `${vm}/template`, take.template, onVm("VM.Allocate"), life.template),
    route("GET", `${vm}/status/current`, take.none, onVm("VM.Audit"), life.readStatus),
    route("POST", `${vm}/status/start`, take.start, mayPower, life.start),
    route("POST", `${vm}/status/stop`, take.stop, mayPower, life.stop),
    route("POST", `${vm}/status/shutdown`, take.shutdown, mayPower, life.shutdown),
    route("POST", `${vm}/status/reboot`, take.reboot, mayPower, life.reboot),
    route("POST", `${vm}/agent/ping`, take.none, mayAsk, agent.ping),
    {
      method: "GET",
      path: `${vm}/agent/get-host-name`,
      parameters: take.none,
      permission: mayAsk,
      answer: agent.hostName,
    },
    route("GET", `${vm}/agent/get-osinfo`, take.none, mayAsk, agent.osInfo),
    {
      method: "GET",
      path: `${vm}/agent/network-get-interfaces`,
      parameters: take.none,
      permission: mayAsk,
      answer: agent.networkInterfaces,
    },
  ];
}
