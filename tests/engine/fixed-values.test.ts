import { changedSteps } from "../../scripts/engine/engine-events";
import { parseFault } from "../../scripts/rehearsal/fault-argument";
import type { Rehearsal } from "../../scripts/rehearsal/rehearsal";
import { during, endRehearsal, problemsOf, rehearse, smallStack } from "../support/rehearsal";

jest.setTimeout(240_000);

const VERSION = "    version: v1.34.1+rke2r1\n";
const inCluster = (line: string) => (text: string) => text.replace(VERSION, `${VERSION}    ${line}\n`);

/** Edits of the small stack that no existing cluster can follow, and the path that is named. */
const edits: readonly { path: string; edit: (text: string) => string }[] = [
  { path: "cluster.podCidr", edit: inCluster("podCidr: 10.52.0.0/16") },
  { path: "cluster.serviceCidr", edit: inCluster("serviceCidr: 10.53.0.0/16") },
  { path: "cluster.dnsServiceIp", edit: inCluster("dnsServiceIp: 10.53.0.53") },
  { path: "cluster.clusterDomain", edit: inCluster("clusterDomain: k8s.home.arpa") },
  { path: "cluster.vip", edit: (text) => text.replace("vip: 10.20.0.100", "vip: 10.20.0.150") },
  { path: "cluster.name", edit: (text) => text.replace("name: small\n", "name: tiny\n") },
  { path: "nodes.worker-1.address", edit: (text) => text.replace("10.20.0.21", "10.20.0.29") },
];

/** A VM outside the cluster, told by a first-boot document like the nodes. */
const withBox = (text: string) =>
  `${text}  homelab:vms:
    box: { vmId: 301, source: image, address: 10.20.0.31, cores: 1, memoryMiB: 1024, diskGiB: 8, storage: local-zfs, nics: [{ subnet: lan }] }\n`;

let rehearsal: Rehearsal;
let born = "";
beforeAll(async () => {
  const faults = ["task-fails:qmstart:worker-1", "task-fails:qmstart:box"].map(parseFault);
  rehearsal = await rehearse("fixed-values", withBox(smallStack()), faults);
  rehearsal.editStack((text) => (born = text));
});
afterAll(() => endRehearsal(rehearsal));

test("another podCidr is refused after an unfinished first up that created machines", async () => {
  expect((await rehearsal.up("up-unfinished")).ok).toBe(false);
  rehearsal.editStack(inCluster("podCidr: 10.52.0.0/16"));
  const preview = await rehearsal.preview("preview-other");
  expect(problemsOf(preview).join("\n")).toMatch(
    /cluster\.podCidr: cannot change after an up that created machines but did not finish, got "10\.52\.0\.0\/16", must be /,
  );
  expect(during(rehearsal, preview)).toMatchObject({ writes: [], touched: [] });
  rehearsal.editStack(() => born);
});

test("a plain pulumi up recreates machines whose creation failed, nodes and others, once, and says so", async () => {
  const phase = await rehearsal.up("up-bare", { bare: true });
  expect(problemsOf(phase)).toEqual([]);
  expect(phase.result.stdout).toContain("nodes.worker-1: its creation failed after the clone and it never joined");
  expect(phase.result.stdout).toContain("vms.box: its creation failed half way and it was never started");
  for (const machine of ["worker-1", "box"])
    expect(during(rehearsal, phase).changes(machine)).toEqual(expect.arrayContaining(["destroyed", "created"]));
  expect(changedSteps((await rehearsal.preview("preview-recreated")).result.events)).toEqual([]);
});

/** Of another name nothing else is said. Each edit alone: tests/model/edits/edit-issues.test.ts. */
const isName = ({ path }: { readonly path: string }) => path === "cluster.name";
test.each([
  ["another name", edits.filter(isName)],
  ["any other value", edits.filter((edit) => !isName(edit))],
])("%s is refused in preview and up, all at once, and nothing changes", async (_what, wanted) => {
  rehearsal.editStack((text) => wanted.reduce((edited, { edit }) => edit(edited), text));
  const runs = `${wanted.length}-refused`;
  for (const phase of [await rehearsal.preview(`preview-${runs}`), await rehearsal.up(`up-${runs}`)]) {
    const told = problemsOf(phase).join("\n");
    for (const { path } of wanted)
      expect(told).toMatch(
        new RegExp(
          `${path.replaceAll(".", "\\.")}: (cannot change in an existing cluster|would replace worker-1), got .*, must be `,
        ),
      );
    expect(during(rehearsal, phase)).toMatchObject({ writes: [], touched: [] });
  }
  rehearsal.editStack(() => born);
});

test("the preview is empty once the values are restored", async () => {
  const preview = await rehearsal.preview("preview-back");
  expect(problemsOf(preview)).toEqual([]);
  expect(changedSteps(preview.result.events)).toEqual([]);
});
