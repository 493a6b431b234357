import { readFileSync } from "node:fs";
import * as proxmox from "@muhlba91/pulumi-proxmoxve";
import { ProxmoxVm } from "../../../components/proxmox-vm";
import { type Machines, MACHINES_FILE } from "./machines";

/** A Pulumi program of machines and nothing else, to be compared with the same in OpenTofu. */
const { endpoint, apiToken, machines } = JSON.parse(readFileSync(process.env[MACHINES_FILE] ?? "", "utf8")) as Machines;
const provider = new proxmox.Provider("proxmox", { endpoint, apiToken });

for (const machine of machines) {
  new ProxmoxVm(machine.name, machine, {
    provider,
    deleteBeforeReplace: true,
    ignoreChanges: ["clone", "initialization", "disks[0].speed"],
  });
}
