import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BootedRelease, builtImage } from "../../../scripts/conformance/image";
import { driveBus } from "pve-simulator/cloud-init";
import { recordAsgard } from "../../support/record-asgard";
import { writeSeed } from "./support/seed";
import { simulatedComputer } from "./support/virtual-machine";

jest.setTimeout(600_000);

const nothing = { userData: "#cloud-config\n", vendorData: "", networkConfig: "", metaData: "instance-id: a\n" };
const look = [
  "mount -t proc proc /proc; uname -r",
  "for driver in ata_piix ahci virtio_scsi sr_mod; do modprobe -q $driver; done; sleep 5",
  "blkid -o export -t LABEL=cidata; echo over; kill -9 1",
];

/** What a kernel of a release of Debian's cloud image tells of a CD with cloud-init's label on one of the places QEMU has for it. */
async function seenOn(release: BootedRelease, machine: string, place: readonly string[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "homelab-drive-"));
  const { disk, kernel, initrd } = builtImage(release);
  const seed = `file=${writeSeed(folder, nothing)},format=raw,if=none,id=seed,media=cdrom,readonly=on`;
  const qemu = spawn(
    "setpriv",
    [
      "--pdeathsig",
      "KILL",
      "qemu-system-x86_64",
      ...simulatedComputer(machine, 512),
      "-kernel",
      kernel,
      "-initrd",
      initrd,
      "-append",
      "root=/dev/vda rw console=ttyS0 quiet init=/bin/sh panic=-1",
      "-drive",
      `file=${disk},format=raw,if=virtio,snapshot=on`,
      "-drive",
      seed,
      ...place,
    ],
    { stdio: ["pipe", "pipe", "inherit"], env: { ...process.env, TMPDIR: folder } },
  );
  let console = "";
  let asked = false;
  const over = new Promise<void>((resolve, reject) => {
    qemu.on("error", reject);
    qemu.on("close", () => resolve());
    qemu.stdout.on("data", (text: Buffer) => {
      console += text.toString();
      if (asked || !console.trimEnd().endsWith("#")) return;
      asked = true;
      qemu.stdin.write(`stty -echo; ${look.join("; ")}\n`);
    });
    qemu.stdout.on("data", () => {
      if (/^over\r?$/m.test(console)) qemu.kill("SIGKILL");
    });
  });
  await over;
  rmSync(folder, { recursive: true, force: true });
  expect(console).toContain("cloud-amd64");
  return console;
}

const SEEN = /^LABEL=cidata\r?$/m;
const cd = (bus: string): string[] => ["-device", `${bus},drive=seed`];

it("is seen where the program puts it on a q35 machine, but would not be on IDE", async () => {
  const vm = (await recordAsgard()).named("valaskjalf-worker-3-vm");
  const { interface: place } = vm.inputs["initialization"] as { interface: string };
  expect([vm.inputs["machine"], driveBus(place, { scsihw: "virtio-scsi-pci" })]).toEqual(["q35", "virtio_scsi"]);
  const lun = place.replace("scsi", "");
  const controller = ["-device", "virtio-scsi-pci,id=virtioscsi0"];
  expect(
    await seenOn("12", "q35", [...controller, ...cd(`scsi-cd,bus=virtioscsi0.0,channel=0,scsi-id=0,lun=${lun}`)]),
  ).toMatch(SEEN);
  expect(await seenOn("12", "q35", cd("ide-cd,bus=ide.1,unit=0"))).not.toMatch(SEEN);
});

it("would be seen on IDE of a q35 machine by Debian 13, whose cloud kernel has the driver", async () => {
  expect(await seenOn("13", "q35", cd("ide-cd,bus=ide.1,unit=0"))).toMatch(SEEN);
});

it("was seen on IDE of the older machine type, where existing machines have it", async () => {
  expect(await seenOn("12", "pc", cd("ide-cd,bus=ide.1,unit=0"))).toMatch(SEEN);
});
