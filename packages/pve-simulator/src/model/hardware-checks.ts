import { failure } from "../errors";
import { parsePropertyString } from "../schema/property-string";
import { splitList } from "../schema/formats";
import { machineFormat } from "../tables/option-formats";
import { qemuVersion } from "./machine-type";
import { parseNet } from "./network-device";
import { nicNames } from "./nics";
import type { Vm } from "./vm";

/** The newest revision of each machine that this qemu-server knows; others have none (Machine.pm). */
const revisions: Readonly<Record<string, number>> = { "4.1": 2, "9.2": 1, "10.0": 1 };

/** What a start refuses of a configuration that was taken (qemu-server, `config_to_command`). */
export function checkHardware(vm: Vm): void {
  checkMachine(vm);
  checkMemory(vm);
  for (const name of nicNames(vm.config)) checkMtu(vm, name);
}

function checkMachine({ config, host }: Vm): void {
  const { type = "pc" } = parsePropertyString(machineFormat, config["machine"] ?? "");
  const [, version, revision = "0"] = /-(\d+\.\d+)(?:\.\d+)*(?:\+pve(\d+))?(?:\.pxe)?$/.exec(type) ?? [];
  if (version === undefined) return;
  const newest = revisions[version] ?? 0;
  // Without a revision it is started with the newest.
  const started = type.includes("+pve") ? type : `${type}+pve${newest}`;
  const upgrade = `too old to run machine type '${started}', please upgrade node '${host.node}'`;
  if (isNewer(version, qemuVersion)) throw failure(`Installed QEMU version '${qemuVersion}.2' is ${upgrade}`);
  if (Number(revision) > newest) {
    throw failure(`Installed qemu-server (max feature level for ${version} is pve${newest}) is ${upgrade}`);
  }
}

function isNewer(version: string, than: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [thanMajor = 0, thanMinor = 0] = than.split(".").map(Number);
  return major === thanMajor ? minor > thanMinor : major > thanMajor;
}

function checkMemory({ config }: Vm): void {
  const hotplug = config["hotplug"] ?? "1";
  if (!splitList(hotplug).includes("memory")) return;
  if (config["numa"] !== "1") throw failure("NUMA needs to be enabled for memory hotplug");
  if (Object.keys(config).some((name) => /^numa\d+$/.test(name)))
    throw failure("cannot enable memory hotplugging with custom NUMA topology");
}

/** Only virtio tells the guest an MTU; 1 means the bridge's. */
function checkMtu({ config, host }: Vm, name: string): void {
  const { model, bridge = "", mtu } = parseNet(config[name] as string);
  const most = host.network.bridge(bridge)?.mtu;
  if (model !== "virtio" || mtu === undefined || mtu === "1" || most === undefined) return;
  if (Number(mtu) < 576) throw failure(`netdev ${name}: MTU '${mtu}' is smaller than the IP minimum MTU '576'`);
  if (Number(mtu) <= most) return;
  throw failure(
    `netdev ${name}: MTU '${mtu}' is bigger than the bridge MTU '${most}' - adjust the MTU for the network device in ` +
      "the VM configuration, while ensuring that the bridge is configured as desired.",
  );
}
