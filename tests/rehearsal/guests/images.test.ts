import { releasesWithLogin } from "../../../os/registry";
import { cloudImageOf } from "../../../rehearsal/os/registry";
import { bootMachine, machine, smallSimulation, ssh, vendorDocument, type SmallSimulation } from "./support";

const bookworm = "https://cloud.debian.org/images/cloud/bookworm/20251112-2294";
const debian = `${bookworm}/debian-12-generic-amd64-20251112-2294.qcow2`;
const debianCloud = `${bookworm}/debian-12-genericcloud-amd64-20251112-2294.qcow2`;
const trixieFolder = "https://cloud.debian.org/images/cloud/trixie/20260712-2537";
const trixie = `${trixieFolder}/debian-13-generic-amd64-20260712-2537.qcow2`;
const trixieCloud = `${trixieFolder}/debian-13-genericcloud-amd64-20260712-2537.qcow2`;
const rocky =
  "https://dl.rockylinux.org/pub/rocky/9/images/x86_64/Rocky-9-GenericCloud-Base-9.8-20260525.0.x86_64.qcow2";
const flatcar = "https://stable.release.flatcar-linux.net/amd64-usr/4230.2.4/flatcar_production_proxmoxve_image.img";
const target = { address: "10.10.10.101" };

let simulation: SmallSimulation;
beforeEach(async () => {
  simulation = await smallSimulation();
});
afterEach(() => simulation.close());

async function boot(image: string, vendor = vendorDocument(), more = {}) {
  await bootMachine(simulation, machine(1, vendor, { image, ...more }));
  const view = simulation.guests.machine("machine-1");
  if (!view) throw new Error("not running");
  return view;
}

const run = (command: string) => ssh(simulation, target, command);

test.each([rocky, flatcar, "https://example.org/20251213/golden.qcow2"])(
  "%s is not recognized as a system",
  async (image) => {
    await expect(boot(image)).rejects.toThrow(
      `the rehearsal does not know the system on ${image}; it knows the images of Ubuntu 24.04, Debian 12, Debian 13 or Talos`,
    );
  },
);

test("Debian differs from Ubuntu: name, user, SSH unit, archive", async () => {
  const view = await boot(debian, vendorDocument(), {});
  expect((await run(". /etc/os-release && echo $ID $VERSION_ID")).stdout).toBe("debian 12\n");
  expect([view.unit("ssh.socket"), view.unit("ssh.service")]).toEqual(["inactive", "active"]);
  expect((await run("apt-cache policy containerd")).stdout).toContain("Candidate: 1.6.20~ds1-1+deb12u3");
});

test("Debian 13 differs from Debian 12: packages, kernel, sshd, cloud-init's exit status for warnings", async () => {
  await boot(trixie, vendorDocument("pakages: [vim]\n"));
  expect((await run(". /etc/os-release && echo $ID $VERSION_ID $VERSION_CODENAME")).stdout).toBe("debian 13 trixie\n");
  expect((await run("uname -rv")).stdout).toMatch(/^6\.12\.\d+\+deb13-amd64 #1 SMP PREEMPT_DYNAMIC Debian /);
  expect((await run("dpkg-query -W -f '${Version}\\n' apt systemd cloud-init")).stdout).toBe(
    "3.0.4\n257.13-1~deb13u1\n25.1.4-1+deb13u1\n",
  );
  expect((await run("apt-cache policy containerd")).stdout).toContain("Candidate: 1.7.24~ds1-6+deb13u1");
  expect((await run("cloud-init status")).code).toBe(2);
});

test("a simulated machine boots the system of its image, whatever os.family says", async () => {
  const view = await boot(trixie, vendorDocument());
  expect([view.unit("ssh.socket"), view.unit("ssh.service")]).toEqual(["inactive", "active"]);
  expect((await run("hostnamectl")).stdout).toContain("Operating System: Debian GNU/Linux 13 (trixie)");
});

test("the simulation boots every release that nodes run", () => {
  for (const { example } of releasesWithLogin) expect(cloudImageOf(example)).toBeDefined();
});

test.each([
  [debian, "gpg jq yq setupcon rg unzip", "curl ip growpart lspci"],
  [trixie, "gpg jq yq setupcon rg unzip", "curl ip growpart lspci"],
  [
    "https://cloud-images.ubuntu.com/noble/20251213/noble-server-cloudimg-amd64.img",
    "yq rg sqlite3 xan unzip",
    "gpg jq curl setupcon",
  ],
])("%s has no %s", async (image, absent, present) => {
  await boot(image);
  for (const name of absent.split(" ")) expect((await run(`${name} --version`)).code).toBe(127);
  for (const name of present.split(" ")) expect((await run(`command -v ${name}`)).stdout).toBe(`/usr/bin/${name}\n`);
});

test("a program comes with its package", async () => {
  const view = await boot(debian, vendorDocument("packages: [gpg, console-setup]\n"));
  expect(view.cloudInit.errors).toEqual([]);
  expect((await run("command -v gpg")).code).toBe(0);
  expect(view.unit("console-setup.service")).toBe("active");
});

test("cloud-init's keyboard module fails where console-setup is installed only later", async () => {
  const keyboard = vendorDocument("keyboard: {layout: fr}\npackages: [console-setup]\n");
  const view = await boot(debian, keyboard);
  expect(view.cloudInit.errors.join()).toContain(
    "Failed to restart console-setup.service: Unit console-setup.service not found.",
  );
  expect((await run("cloud-init status")).code).toBe(1);
});

test.each([
  [debian, 0, "extended_status: done"],
  [
    "https://cloud-images.ubuntu.com/noble/20251213/noble-server-cloudimg-amd64.img",
    2,
    "extended_status: degraded done",
  ],
])("%s exits with %d for a run with warnings", async (image, code, words) => {
  const view = await boot(image, vendorDocument("pakages: [vim]\n"));
  expect(view.cloudInit.warnings.join()).toContain("pakages");
  expect(await run("cloud-init status --wait --long")).toMatchObject({ code, stdout: expect.stringContaining(words) });
});

test.each([
  [debianCloud, "ahci", false],
  [debianCloud, "virtio_scsi", true],
  [debianCloud, "ata_piix", true],
  [trixieCloud, "ahci", true],
  [trixieCloud, "virtio_scsi", true],
  [debian, "ahci", true],
] as const)("a drive with %s's documents on %s is seen: %s", async (image, cloudInitBus, isSeen) => {
  const view = await boot(image, vendorDocument(), { cloudInitBus });
  expect(view.cloudInit.status).toBe(isSeen ? "done" : "disabled");
  expect(view.addresses).toEqual(isSeen ? ["10.10.10.101"] : []);
  expect(view.user("odin") !== undefined).toBe(isSeen);
  const [event] = simulation.context.events.all.filter((one) => one.kind === "machine" && one.change === "booted");
  const reason = `cloud-init: disabled, for its drive is not seen: the kernel of ${image} has no driver for ahci`;
  expect(event).toEqual(
    isSeen ? expect.not.objectContaining({ reason: expect.anything() }) : expect.objectContaining({ reason }),
  );
});

test("every image has its os-release", () => {
  for (const image of [debian, debianCloud, trixie, trixieCloud]) {
    const { system, files } = cloudImageOf(image) ?? {};
    expect(files?.["/etc/os-release"]).toContain(`VERSION_ID="${system?.version}"`);
    expect(files?.["/etc/os-release"]).toMatch(new RegExp(`^ID=${system?.id}$`, "m"));
  }
});
