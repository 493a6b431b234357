import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Rehearsal } from "../../scripts/rehearsal/rehearsal";
import { further } from "../support/further";
import { endRehearsal, problemsOf, rehearse, smallStack } from "../support/rehearsal";

jest.setTimeout(400_000);

let rehearsal: Rehearsal;
beforeAll(async () => {
  rehearsal = await rehearse("two-stacks", smallStack());
});
afterAll(() => endRehearsal(rehearsal));

const host = () => rehearsal.simulation.proxmox.host("pve");
const documents = (cluster: string) =>
  host().volumes.filter((volume) => volume.startsWith(`local:snippets/homelab.${cluster}.`));
const asked = ["--stack", "other", "--non-interactive", "--yes", "--skip-preview", "--color", "never"];

/** The same cluster under another name, with ids and addresses of its own; its machines are called alike. */
function otherStack(text: string): string {
  return text
    .replace("name: small\n", "name: other\n")
    .replace("vmId: 9000", "vmId: 9100")
    .replace("vmId: 101", "vmId: 201")
    .replace("vmId: 111", "vmId: 211")
    .replace("10.20.0.11", "10.20.0.51")
    .replace("10.20.0.21", "10.20.0.61")
    .replace("vip: 10.20.0.100", "vip: 10.20.0.200");
}

test("two clusters on one host with the same machine names have their own snippets and images", async () => {
  expect(problemsOf(await rehearsal.up())).toEqual([]);
  const { cwd } = rehearsal.pulumi.settings;
  await rehearsal.pulumi.expect(["stack", "init", "other", "--non-interactive"]);
  writeFileSync(join(cwd, "Pulumi.other.yaml"), otherStack(readFileSync(join(cwd, "Pulumi.two-stacks.yaml"), "utf8")));
  await rehearsal.pulumi.expect(["up", ...asked]);
  expect(documents("small")).toHaveLength(2);
  expect(documents("other")).toHaveLength(2);
});

test("a third stack with the first one's ids and cluster name is refused in a preview, although everything carries its mark", async () => {
  const { cwd } = rehearsal.pulumi.settings;
  await rehearsal.pulumi.expect(["stack", "init", "twin", "--non-interactive"]);
  copyFileSync(join(cwd, "Pulumi.two-stacks.yaml"), join(cwd, "Pulumi.twin.yaml"));
  const preview = await rehearsal.pulumi.run(["preview", "--stack", "twin", "--non-interactive", "--color", "never"]);
  expect(preview.status).not.toBe(0);
  expect(`${preview.stdout}${preview.stderr}`).toContain(
    "nodes.worker-1.vmId: carries this cluster's marker, but is not in this stack's state, got 111",
  );
});

test("a stack that is renamed changes nothing", async () => {
  await rehearsal.pulumi.expect(["stack", "rename", "another", "--stack", "other", "--non-interactive"]);
  await rehearsal.pulumi.expect(["preview", "--expect-no-changes", "--stack", "another", "--non-interactive"]);
  await rehearsal.pulumi.expect(["stack", "rename", "other", "--stack", "another", "--non-interactive"]);
});

further(
  "a copy of a state is the same owner: it changes nothing, and is refused what would make a second cluster of it",
  async () => {
    const { pulumi } = rehearsal;
    const { cwd } = pulumi.settings;
    const state = await pulumi.expect(["stack", "export", "--stack", "other", "--show-secrets"]);
    await pulumi.expect(["stack", "init", "copy", "--non-interactive"]);
    const file = readFileSync(join(cwd, "Pulumi.other.yaml"), "utf8");
    writeFileSync(join(cwd, "Pulumi.copy.yaml"), file);
    const renamed = state.replaceAll("urn:pulumi:other::", "urn:pulumi:copy::");
    const stdin = renamed.replaceAll("Stack::homelab-other", "Stack::homelab-copy");
    await pulumi.expect(["stack", "import", "--stack", "copy"], { stdin });
    await pulumi.expect(["preview", "--expect-no-changes", "--stack", "copy", "--non-interactive"]);
    const elsewhere = file.replace("name: other\n", "name: third\n").replace("vmId: 201", "vmId: 301");
    writeFileSync(join(cwd, "Pulumi.copy.yaml"), elsewhere.replace("vmId: 211", "vmId: 311"));
    const before = host().vms.map(({ vmId, name }) => `${vmId} ${name}`);
    const up = await pulumi.run(["up", ...asked.map((word) => (word === "other" ? "copy" : word))]);
    expect(up.status).not.toBe(0);
    expect(`${up.stdout}${up.stderr}`).toContain("cluster.name: cannot change in an existing cluster");
    expect(host().vms.map(({ vmId, name }) => `${vmId} ${name}`)).toEqual(before);
  },
);

test("destroying one leaves the other's snippets and image, so that its machines can still start", async () => {
  await rehearsal.pulumi.expect(["destroy", "--run-program", ...asked]);
  expect(documents("other")).toEqual([]);
  expect(documents("small")).toHaveLength(2);
  expect(problemsOf(await rehearsal.refresh())).toEqual([]);
  expect((await rehearsal.preview()).changes).not.toHaveProperty("create");
  rehearsal.editStack((text) =>
    text.replace("worker: { cores: 2, memoryMiB: 4096", "worker: { cores: 2, memoryMiB: 5120"),
  );
  expect(problemsOf(await rehearsal.up("memory"))).toEqual([]);
});

test("renaming the existing cluster is refused, and nothing changes", async () => {
  const before = host().vms.map(({ vmId, name }) => `${vmId} ${name}`);
  rehearsal.editStack((text) => text.replace("name: small\n", "name: tiny\n"));
  for (const run of [() => rehearsal.preview("preview-renamed"), () => rehearsal.up("up-renamed")]) {
    expect(problemsOf(await run()).join()).toContain("cluster.name");
  }
  expect(host().vms.map(({ vmId, name }) => `${vmId} ${name}`)).toEqual(before);
  rehearsal.editStack((text) => text.replace("name: tiny\n", "name: small\n"));
  expect(problemsOf(await rehearsal.up("as-before"))).toEqual([]);
});
