import { rmSync } from "node:fs";
import { join } from "node:path";
import { changedSteps } from "../../scripts/engine/engine-events";
import { parseFault } from "../../scripts/rehearsal/fault-argument";
import type { Rehearsal } from "../../scripts/rehearsal/rehearsal";
import { further } from "../support/further";
import { type Kubectl, realKubectl } from "../support/real-kubectl";
import { endRehearsal, problemsOf, rehearse, stackOf } from "../support/rehearsal";

jest.setTimeout(480_000);

let rehearsal: Rehearsal;
let kubectl: Kubectl;
const directory = join(__dirname, "..", "..", ".rehearsal", "engine", "add-on-faults");
afterAll(() => endRehearsal(rehearsal));

/** A chart of one's own, of which a rehearsal knows one Deployment. */
const chart = (name: string, more = ""): string =>
  `      ${name}: { chart: ${name}, repository: https://charts.example.net/stable, version: 1.0.0, tier: 4-aux, timeoutSeconds: 30${more} }\n`;

const section = (...addOns: readonly string[]): string => `  homelab:platform:\n    addons:\n${addOns.join("")}`;
const stackWith = (...addOns: readonly string[]): string => `${stackOf("small")}${section(...addOns)}`;
const edit = (...addOns: readonly string[]): void =>
  rehearsal.editStack((text) => `${text.slice(0, text.indexOf("  homelab:platform:"))}${section(...addOns)}`);
const statusOf = (name: string): Promise<string> =>
  kubectl(
    `-n ${name} get secrets -l owner=helm --sort-by=.metadata.name -o jsonpath={.items[*].metadata.labels.status}`,
  );

const FAULTS = [
  "engine-killed-in-release:web@1",
  "engine-killed-in-release:web@2",
  "chart-missing:lost",
  "hook-fails:cert-manager-startupapicheck",
  "image-missing:image",
  "webhook-dead:guarded",
];

test("a stack whose add-ons go wrong in every way is understood", async () => {
  rehearsal = await rehearse("add-on-faults", stackWith(chart("web")), FAULTS.map(parseFault));
  expect(rehearsal.plan.platform?.addOns.map(({ name }) => name)).toEqual(["web"]);
});

further("an engine that is killed while a chart is installed leaves no release that is stuck", async () => {
  const killed = await rehearsal.up("killed");
  expect(killed.result.status).toBeUndefined();
  expect(problemsOf(await rehearsal.up("installed-anew"))).toEqual([]);
  kubectl = await realKubectl(rehearsal);
  expect(await statusOf("web")).toBe("deployed");
});

further("an engine that is killed while a release is upgraded leaves none either", async () => {
  edit(chart("web", ", values: { replicaCount: 2 }"));
  expect((await rehearsal.up("killed-in-upgrade")).result.status).toBeUndefined();
  expect(await statusOf("web")).toBe("deployed pending-upgrade");
  expect(problemsOf(await rehearsal.up("upgraded"))).toEqual([]);
  expect((await statusOf("web")).split(" ").at(-1)).toBe("deployed");
});

further(
  "a chart that its repository lost is named, keeps nobody else waiting, and comes with the next up",
  async () => {
    edit(chart("lost"), chart("needy", ", needs: [lost]"), chart("other"), chart("web"));
    const up = await rehearsal.up("without-a-chart");
    expect(problemsOf(up).join("\n")).toMatch(
      /platform\.addons\.lost: its chart is neither in the cache .* nor to be had, got 404/,
    );
    expect(await statusOf("other")).toBe("deployed");
    // Nobody named it any more, and yet it is not gone.
    expect(await statusOf("web")).toContain("deployed");
    expect(await statusOf("needy")).toBe("");
    expect(problemsOf(await rehearsal.up("with-the-chart"))).toEqual([]);
    expect([await statusOf("lost"), await statusOf("needy")]).toEqual(["deployed", "deployed"]);
  },
);

further("a chart that was installed and cannot be had any more is left as it is", async () => {
  edit(chart("lost", `, sha256: "${"0".repeat(64)}"`), chart("needy", ", needs: [lost]"), chart("other"), chart("web"));
  const up = await rehearsal.up("another-package");
  expect(problemsOf(up).join("\n")).toContain("while the stack file says 000000");
  expect([await statusOf("lost"), await statusOf("needy")]).toEqual(["deployed", "deployed"]);
  edit(chart("lost"), chart("needy", ", needs: [lost]"), chart("other"), chart("web"));
  expect(changedSteps((await rehearsal.up("as-before")).result.events)).toEqual([]);
});

further(
  "a Job, an image and a webhook that fail are named, keep nobody else waiting, and the next up mends it all",
  async () => {
    edit(
      "      cert-manager: { timeoutSeconds: 60 }\n",
      chart("other", ", values: { replicaCount: 2 }"),
      chart("image"),
      chart("guarded"),
    );
    const up = await rehearsal.up("failing-hook");
    const said = problemsOf(up).join("\n");
    expect(said).toMatch(
      /platform\.addons\.cert-manager: its release is not ready, got .*job cert-manager-startupapicheck: BackoffLimitExceeded/,
    );
    expect(said).toMatch(
      /platform\.addons\.image: its release is not ready, got pod image-\S+, container main: image image:1\.0\.0: (ErrImagePull|ImagePullBackOff)/,
    );
    expect(said).toMatch(
      /platform\.addons\.guarded: its release is not ready, got .*failed calling webhook "dead\.example\.net": .*see why nobody answers for the webhook dead\.example\.net/,
    );
    expect((await statusOf("other")).split(" ").at(-1)).toBe("deployed");
    expect(problemsOf(await rehearsal.up("mended"))).toEqual([]);
    expect((await statusOf("cert-manager")).split(" ").at(-1)).toBe("deployed");
    expect((await statusOf("image")).split(" ").at(-1)).toBe("deployed");
    expect((await statusOf("guarded")).split(" ").at(-1)).toBe("deployed");
  },
);

further("no chart is fetched twice, and a home folder without any changes nothing", async () => {
  const before = rehearsal.chartRequests.length;
  const preview = await rehearsal.preview("cached");
  expect(changedSteps(preview.result.events)).toEqual([]);
  expect(rehearsal.chartRequests.slice(before)).toEqual([]);
  // As on a computer that has never run it.
  for (const folder of ["home", "charts"]) rmSync(join(directory, folder), { recursive: true });
  const elsewhere = await rehearsal.preview("elsewhere");
  expect(problemsOf(elsewhere)).toEqual([]);
  expect(changedSteps(elsewhere.result.events)).toEqual([]);
  expect(rehearsal.chartRequests.slice(before).length).toBeGreaterThan(0);
});

further("what had gone wrong left nothing behind", async () => {
  expect(rehearsal.faultsThatNeverStruck).toEqual([]);
  expect(problemsOf(await rehearsal.destroy())).toEqual([]);
  expect(rehearsal.invariants.findings().violations).toEqual([]);
  expect(rehearsal.caught).toEqual([]);
});
