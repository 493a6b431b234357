import { CloudInit } from "../cloud-init/cloud-init";
import type { CloudInitDrive } from "../cloud-init/documents";
import { readNetworkConfig, readResolver, type GuestInterface } from "../cloud-init/network-config";
import type { LinuxGuest } from "../guest";
import { applySysctls, loadConfiguredModules } from "../programs/kernel";
import { activateSwaps } from "../programs/swap";

/** Share of cloud-init's time that passes before sshd may start: users, keys and files are in place then. */
const INIT_SHARE = 0.3;
const LATER_BOOTS = 1 / 5;
const NETWORK_FILE = "/etc/netplan/50-cloud-init.network-config";

/** What a boot does to a machine, beside what programs do. */
export interface BootingGuest extends LinuxGuest {
  /** Set once the kernel and systemd are up. */
  up: boolean;
  /** Waits in the simulation's time, or until the power goes. */
  wait(ms: number): Promise<void>;
  cloudInitEnds(): void;
}

/** Boots a machine: kernel, network, cloud-init, services. Resolves when everything is up or the power went. */
export async function bootLinux(machine: BootingGuest, first: boolean): Promise<void> {
  const { context, name, hardware } = machine;
  const { events, latencies } = context;
  const share = first ? 1 : LATER_BOOTS;
  if (context.faults.strikes("never-boots", name)) return neverBoots(machine);
  await events.span(name, "boot", latencies.boot * share, () => machine.wait(latencies.boot * share));
  if (machine.power.aborted) return;
  machine.up = true;
  fillDisk(machine);
  loadConfiguredModules(machine);
  applySysctls(machine);
  activateSwaps(machine);
  await events.span(name, "cloud-init", latencies.cloudInit * share, () =>
    userSpace(machine, latencies.cloudInit * share),
  );
  if (machine.power.aborted) return;
  const complaint = complaintOf(machine);
  const reason = complaint === undefined ? {} : { reason: `cloud-init: ${complaint}` };
  events.emit({ kind: "machine", machine: name, vmId: hardware.vmId, change: "booted", ...reason });
}

function complaintOf({ cloudInit, hardware }: LinuxGuest): string | undefined {
  if (cloudInit.errors.length > 0) return cloudInit.errors.join("; ");
  if (!hardware.cloudInit || cloudInit.status !== "disabled") return undefined;
  return `disabled, for its drive is not seen: the kernel of ${hardware.image} has no driver for ${hardware.cloudInitBus}`;
}

function neverBoots({ context, name, hardware }: BootingGuest): void {
  context.events.emit({ kind: "fault", fault: "never-boots", machine: name });
  const reason = "the kernel panics: VFS: Unable to mount root fs on unknown-block(0,0)";
  context.events.emit({ kind: "machine", machine: name, vmId: hardware.vmId, change: "boot-failed", reason });
}

/** The cloud-init drive, where the image's kernel has a driver for what it hangs on. */
function seenDrive({ hardware, image }: LinuxGuest): CloudInitDrive | undefined {
  const { cloudInit, cloudInitBus } = hardware;
  return cloudInitBus === undefined || image.sees.includes(cloudInitBus) ? cloudInit : undefined;
}

async function userSpace(machine: BootingGuest, ms: number): Promise<void> {
  const drive = seenDrive(machine);
  const cloudInit = drive && new CloudInit(machine, drive);
  // Without a drive systemd's generator switches cloud-init off (ds-identify), on later boots too.
  machine.cloudInit.status = cloudInit ? "running" : "disabled";
  if (drive && (cloudInit?.fresh || !machine.tree.exists(NETWORK_FILE)))
    machine.tree.write(NETWORK_FILE, drive.networkConfig, 0o600);
  configureNetwork(machine);
  await machine.wait(ms * INIT_SHARE);
  await cloudInit?.run("init");
  if (machine.power.aborted) return;
  await startWanted(machine, "sockets.target");
  if (machine.context.faults.strikes("silent-ssh", machine.name)) return machine.freeze("silent-ssh");
  await startWanted(machine, "sysinit.target");
  await startWanted(machine, "timers.target");
  startAgent(machine);
  // Services that take long, such as a cluster's, hold nobody up.
  void startWanted(machine, "multi-user.target");
  await cloudInit?.run("config");
  await machine.wait(ms * (1 - INIT_SHARE));
  if (machine.power.aborted) return;
  await cloudInit?.run("final");
  machine.cloudInitEnds();
}

/** growpart and resizefs run at every boot (cloud-init, cc_growpart and cc_resizefs: frequency always). */
function fillDisk({ layout, diskGiB }: BootingGuest): void {
  layout.partitionGiB = diskGiB;
  layout.fileSystemGiB = diskGiB;
}

/** A configuration that is no YAML leaves the machine without addresses, as netplan does. */
function configureNetwork(machine: BootingGuest): void {
  machine.network.configure(interfacesOf(machine));
  writeResolver(machine);
}

/**
 * systemd-resolved's two files: its stub address for programs, and the upstream servers for those that pass them on, such as
 * kubelet.
 */
function writeResolver({ tree }: LinuxGuest): void {
  const folder = "/run/systemd/resolve";
  const { servers, search } = resolverOf(tree.read(NETWORK_FILE) ?? "");
  // Without a domain it writes the root, or libc would take the host name's.
  const domains = `search ${search.join(" ") || "."}\n`;
  tree.write(`${folder}/resolv.conf`, `${servers.map((server) => `nameserver ${server}\n`).join("")}${domains}`);
  tree.write(`${folder}/stub-resolv.conf`, `nameserver 127.0.0.53\noptions edns0 trust-ad\n${domains}`);
  tree.link("../run/systemd/resolve/stub-resolv.conf", "/etc/resolv.conf");
}

function resolverOf(text: string): ReturnType<typeof readResolver> {
  try {
    return readResolver(text);
  } catch {
    return { servers: [], search: [] };
  }
}

export function interfacesOf({ tree, hardware }: LinuxGuest): readonly GuestInterface[] {
  try {
    return readNetworkConfig(tree.read(NETWORK_FILE) ?? "", hardware.nics);
  } catch {
    return [];
  }
}

async function startWanted({ units }: BootingGuest, target: string): Promise<void> {
  await Promise.all(units.files.wanted(target).map((name) => units.start(name).catch(() => undefined)));
}

/** udev starts the agent where it is installed and its device exists. */
function startAgent({ units, hardware }: BootingGuest): void {
  if (hardware.agentDevice && units.files.find("qemu-guest-agent.service"))
    void units.start("qemu-guest-agent.service").catch(() => undefined);
}
