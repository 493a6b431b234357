import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePorts } from "../../../../rehearsal/cluster/real/free-ports";
import { builtImage, type MachineImage } from "../../../../scripts/conformance/image";
import type { Machine } from "./documents";
import { forwarding, type Neighbour } from "./neighbour";
import { writeSeed } from "./seed";
import { bootedRelease, likeUbuntu } from "./systems";

/** cloud-init's last lines on the console, whatever came of it. */
const OVER = /Cloud-init v\. \S+ finished at/;
const LOST = /Kernel panic|emergency mode|Give root password/;

/** Beyond this a machine hangs, however busy its host is. */
export const FIRST_BOOT_MS = 900_000;

/** A real machine: QEMU with a simulated processor, its disk a throw-away copy of the image. */
export class VirtualMachine {
  readonly machine: Machine;
  /** Where its SSH is on loopback. */
  readonly port: number;
  /** The guest agent's socket. */
  readonly agentSocket: string;
  private readonly neighbours: readonly Neighbour[];
  private readonly folder: string;
  private readonly qemu: ChildProcess;
  private console = "";

  private constructor(machine: Machine, port: number, neighbours: readonly Neighbour[]) {
    this.machine = machine;
    this.port = port;
    this.neighbours = neighbours;
    this.folder = mkdtempSync(join(tmpdir(), "homelab-boot-"));
    this.agentSocket = join(this.folder, "agent.sock");
    const seed = writeSeed(this.folder, machine.documents);
    const image = builtImage(bootedRelease(machine.stack));
    const disk = cloneOf(image.disk, machine.plan.diskGiB, this.folder);
    if (machine.stack.os.family === "ubuntu") likeUbuntu(disk);
    const hardware = this.hardware({ ...image, disk }, seed);
    this.qemu = spawn("setpriv", ["--pdeathsig", "KILL", "qemu-system-x86_64", ...hardware], {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, TMPDIR: this.folder },
    });
  }

  /** Turns it on and waits until its first boot is over. */
  static async boot(machine: Machine, neighbours: readonly Neighbour[] = []): Promise<VirtualMachine> {
    const [port = 0] = await freePorts(1);
    const running = new VirtualMachine(machine, port, neighbours);
    try {
      await running.firstBoot();
    } catch (error) {
      await running.off();
      throw error;
    }
    return running;
  }

  /** Everything it has printed on its serial console. */
  get consoleText(): string {
    return this.console;
  }

  async off(): Promise<void> {
    if (this.qemu.exitCode === null && this.qemu.signalCode === null) {
      const gone = new Promise((resolve) => this.qemu.once("close", resolve));
      this.qemu.kill("SIGKILL");
      await gone;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  private firstBoot(): Promise<void> {
    return new Promise((resolve, reject) => {
      const fail = (why: string) => reject(new Error(`${why}; its console:\n${this.console.slice(-4000)}`));
      setTimeout(() => fail(`${this.machine.plan.name} did not end its first boot`), FIRST_BOOT_MS).unref();
      this.qemu.on("error", reject);
      this.qemu.on("close", () => fail(`${this.machine.plan.name} went off during its first boot`));
      this.qemu.stdout?.on("data", (text: Buffer) => {
        this.console += text.toString();
        if (LOST.test(this.console)) fail(`${this.machine.plan.name} did not boot`);
        else if (OVER.test(this.console)) resolve();
      });
    });
  }

  /**
   * As PVE would build it, but with less memory; nothing leaves the machine but answers to loopback and what it says to its neighbours.
   */
  private hardware(image: MachineImage, seed: string): string[] {
    const { plan, stack } = this.machine;
    const ssh = `hostfwd=tcp:127.0.0.1:${this.port}-${plan.address}:${stack.access.sshPort}`;
    const around = this.neighbours.map((neighbour) => `,${forwarding(neighbour)}`).join("");
    const network = `${plan.gateway.replace(/\d+$/, "0")}/${plan.prefixLength}`;
    return [
      ...simulatedComputer("q35", 1024),
      "-smp",
      String(plan.cores),
      "-kernel",
      image.kernel,
      "-initrd",
      image.initrd,
      "-append",
      "root=/dev/vda rw console=ttyS0 net.ifnames=0 quiet mitigations=off maxcpus=1",
      "-drive",
      `file=${image.disk},format=raw,if=virtio,cache=unsafe`,
      ...documentsDrive(seed),
      "-netdev",
      `user,id=lan,net=${network},host=${plan.gateway},ipv6=off,restrict=on,${ssh}${around}`,
      "-device",
      `virtio-net-pci,netdev=lan,mac=${plan.macAddress}`,
      "-device",
      "virtio-rng-pci",
      "-device",
      "virtio-serial",
      "-chardev",
      `socket,id=agent,path=${this.agentSocket},server=on,wait=off`,
      "-device",
      "virtserialport,chardev=agent,name=org.qemu.guest_agent.0",
    ];
  }
}

/**
 * A computer with nothing in it that is not asked for, and its console on standard output. Its processor is an old one, since
 * newer instructions are slow to simulate.
 */
export function simulatedComputer(machine: string, memoryMiB: number): string[] {
  const nothingElse = ["-nodefaults", "-no-user-config", "-display", "none", "-serial", "stdio", "-no-reboot"];
  const processor = ["-accel", "tcg,thread=single", "-cpu", "Nehalem"];
  return ["-machine", machine, ...processor, "-m", String(memoryMiB), ...nothingElse];
}

/** Where the program has it and as Proxmox plugs it (QemuServer/DriveDevice.pm): a CD drive, the last on virtio-scsi. */
export function documentsDrive(seed: string): string[] {
  return [
    "-device",
    "virtio-scsi-pci,id=scsihw0",
    "-drive",
    `file=${seed},format=raw,if=none,id=drive-scsi30,media=cdrom,readonly=on`,
    "-device",
    "scsi-cd,bus=scsihw0.0,channel=0,scsi-id=0,lun=30,drive=drive-scsi30,id=scsi30",
  ];
}

/** A copy of the image as big as the machine's disk is planned; holes stay holes. */
function cloneOf(image: string, sizeGiB: number, folder: string): string {
  const disk = join(folder, "disk.img");
  execFileSync("cp", ["--sparse=always", image, disk]);
  truncateSync(disk, sizeGiB * 1024 ** 3);
  return disk;
}
