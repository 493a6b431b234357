import type { PowerOn } from "pve-simulator";
import { networkDocument } from "../../guests/support";

export const SCHEMATIC_TEXT =
  "customization:\n    systemExtensions:\n        officialExtensions:\n            - siderolabs/qemu-guest-agent\n";
export const SCHEMATIC = "ce4c980550dd2ab1b17bbf2b08801c7eb59418eafe8f279833297925d67c7515";

/** A machine of pc-tips' kind, by its number: 1 to 9 are control planes. */
export interface Node {
  readonly name: string;
  readonly vmId: number;
  readonly address: string;
  readonly role: "controlplane" | "worker";
}

function node(number: number, name: string): Node {
  const role = number < 10 ? "controlplane" : "worker";
  return { name, role, vmId: 8100 + number, address: `10.10.10.${10 + number}` };
}

export const [ctrl0, ctrl1, ctrl2] = [node(1, "ctrl-00"), node(2, "ctrl-01"), node(3, "ctrl-02")];
export const [work0, work1] = [node(11, "work-00"), node(12, "work-01")];

export function imageUrl(file = "nocloud-amd64.qcow2", version = "v1.13.9"): string {
  return `https://factory.talos.dev/image/${SCHEMATIC}/${version}/${file}`;
}

/** The machine as the hypervisor starts it; another disk number is a rebuilt machine. */
export function hardware(target: Node, { disk = 0, ...more }: Partial<PowerOn> & { disk?: number } = {}): PowerOn {
  const mac = `BC:24:11:00:00:${(target.vmId % 100).toString(16).padStart(2, "0").toUpperCase()}`;
  return {
    vmId: target.vmId,
    name: target.name,
    host: "host3",
    cores: 6,
    memoryMiB: 8192,
    diskGiB: 100,
    diskId: `${target.name}-${disk}`,
    image: imageUrl(),
    pciIds: [],
    agentDevice: true,
    cpuType: "host",
    nics: [{ bridge: "vmbr0", mac, model: "virtio" }],
    cloudInit: {
      metaData: `instance-id: ${target.name}\n`,
      userData: `#cloud-config\nhostname: ${target.name}\n`,
      networkConfig: networkDocument(mac, target.address),
    },
    ...more,
  };
}
