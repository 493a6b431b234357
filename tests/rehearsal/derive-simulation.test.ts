import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import { deriveSimulation, leastPrivileges } from "../../rehearsal/derive-simulation";
import type { InternetFile, SimulationSpec } from "../../rehearsal/simulation-spec";
import { asgardPlan, inSection } from "../support/plans";

const release = "https://github.com/rancher/rke2/releases/download/v1.34.1%2Brke2r1";

function file(simulation: SimulationSpec, url: string): InternetFile {
  const found = simulation.internet.find((candidate) => candidate.url === url);
  if (!found) throw new Error(`no ${url} among ${simulation.internet.map((other) => other.url).join(", ")}`);
  return found;
}

test("asgard's host matches its stack file, with all functions of its GPU in the named group", () => {
  expect(deriveSimulation(asgardPlan()).hosts).toEqual({
    asgard: {
      threads: 16,
      memoryMiB: 65536,
      nics: ["eno1"],
      resolver: { search: "lan.example.net", servers: ["192.0.2.53"] },
      bridges: [{ name: "vmbr0", vlanAware: false, cidr: "10.10.10.10/24" }],
      storages: {
        "local-zfs": { type: "zfspool", content: ["images"], capacityGiB: 900 },
        local: { type: "dir", content: ["iso", "import", "snippets"], capacityGiB: 90 },
      },
      pci: ["10de:1e82", "10de:10f8", "10de:1ad8", "10de:1ad9"].map((id, index) => ({
        address: `0000:01:00.${index}`,
        id,
        iommuGroup: 1,
        subsystemId: "10de:12a5",
      })),
      mappings: {},
    },
  });
});

test("a GPU without a group gets a free one, an external mapping exists, and a VLAN makes its bridge VLAN-aware", () => {
  const rtx = { node: "valaskjalf-worker-3", path: "0000:01:00", deviceIds: ["10de:1e82"], manageMapping: false };
  const lan = { cidr: "10.10.10.0/24", gateway: "10.10.10.1", bridge: "vmbr0", vlan: 20 };
  const plan = asgardPlan(inSection("gpus", { rtx2080: rtx }), inSection("network", { subnets: { lan } }));
  const { mappings, bridges, pci } = deriveSimulation(plan).hosts["asgard"] ?? {};
  expect(pci).toEqual([{ address: "0000:01:00.0", id: "10de:1e82", iommuGroup: 16 }]);
  expect(mappings).toEqual({ rtx2080: { path: "0000:01:00", id: "10de:1e82" } });
  expect(bridges).toMatchObject([{ name: "vmbr0", vlanAware: true }]);
});

test("the image has the checksum and the size that the plan relies on", () => {
  const plan = asgardPlan();
  const [template] = plan.templates;
  expect(file(deriveSimulation(plan), template?.imageUrl ?? "")).toMatchObject({
    sha256: template?.imageSum?.value,
    diskGiB: template?.imageDiskGiB,
  });
});

test("the release's list has the archive's real checksum", () => {
  const simulation = deriveSimulation(asgardPlan());
  const archive = file(simulation, `${release}/rke2.linux-amd64.tar.gz`);
  const sum = createHash("sha256")
    .update(archive.content ?? "")
    .digest("hex");
  expect(archive).toMatchObject({ sha256: sum, sizeBytes: archive.content?.length });
  expect(archive.claimedSha256).toBeUndefined();
  const list = Buffer.from(file(simulation, `${release}/sha256sum-amd64.txt`).content ?? "").toString();
  expect(list).toBe(`${sum}  rke2.linux-amd64.tar.gz\n`);
});

test("tar can unpack the archive", () => {
  const { content } = file(deriveSimulation(asgardPlan()), `${release}/rke2.linux-amd64.tar.gz`);
  const listing = execFileSync("tar", ["-tzvf", "-"], { input: content }).toString();
  expect(listing).toMatch(/-rwxr-xr-x root\/root +\d+ .* bin\/rke2\n/);
  expect(listing).toContain("lib/systemd/system/rke2-agent.service");
});

test("a pinned checksum is used for the archive and listed", () => {
  const artifactSha256 = "ab".repeat(32);
  const simulation = deriveSimulation(asgardPlan(inSection("cluster", { artifactSha256 })));
  const archive = file(simulation, `${release}/rke2.linux-amd64.tar.gz`);
  expect(archive).toMatchObject({ sha256: artifactSha256, claimedSha256: artifactSha256 });
  const list = Buffer.from(file(simulation, `${release}/sha256sum-amd64.txt`).content ?? "").toString();
  expect(list.startsWith(artifactSha256)).toBe(true);
});

test("agents of an older release find it too", () => {
  const simulation = deriveSimulation(asgardPlan(inSection("cluster", { agentVersion: "v1.33.5+rke2r1" })));
  const older = "https://github.com/rancher/rke2/releases/download/v1.33.5%2Brke2r1/rke2.linux-amd64.tar.gz";
  expect(file(simulation, older).sha256).not.toBe(file(simulation, `${release}/rke2.linux-amd64.tar.gz`).sha256);
});

test("packages of the stack and of every machine can be installed", () => {
  expect(deriveSimulation(asgardPlan()).aptPackages).toEqual(
    expect.arrayContaining(["qemu-guest-agent", "vim", "zip", "unzip", "language-pack-fr"]),
  );
});

test("the token has the role's privileges, as named in that release of Proxmox", () => {
  const nine = deriveSimulation(asgardPlan());
  const eight = deriveSimulation(asgardPlan(), { pveVersion: "8.4.1" });
  expect(nine.token.privileges).toContain("VM.GuestAgent.Audit");
  expect(nine.token.privileges).not.toContain("VM.Monitor");
  expect(eight.token.privileges).toContain("VM.Monitor");
  expect(eight.token.privileges).not.toContain("VM.GuestAgent.Audit");
  expect(leastPrivileges.every(({ reason }) => reason.length > 0)).toBe(true);
});

test("the same plan gives the same simulation, and overrides win", () => {
  expect(deriveSimulation(asgardPlan())).toEqual(deriveSimulation(asgardPlan()));
  expect(deriveSimulation(asgardPlan(), { sshPublicKey: "ssh-ed25519 AAAA" }).sshPublicKey).toBe("ssh-ed25519 AAAA");
});
