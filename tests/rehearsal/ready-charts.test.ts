import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { type ReadyChart, readyCharts } from "../../components/platform/charts/ready-charts";
import type { AddOnPlan } from "../../model/platform/add-on-plan";
import { SimulationLog } from "../../rehearsal/events";
import { SimulationFaults } from "../../rehearsal/faults";
import { Outages } from "../../rehearsal/outages";
import { ChartServers } from "../../scripts/rehearsal/chart-servers";
import { type OutboundTrap, startOutboundTrap } from "../../scripts/rehearsal/outbound-trap";
import { ChartCache } from "../../stack/charts/chart-cache";
import { podinfo } from "../support/podinfo";

const fromRegistry: AddOnPlan = {
  ...podinfo,
  name: "oci",
  repository: "oci://registry.example.net/charts",
  version: "6.7.0+build.1",
};

let folder: string;
let servers: ChartServers;
let trap: OutboundTrap;
const outages = new Outages();

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "homelab-charts-"));
  servers = await ChartServers.create({ tiers: [], namespaces: [], manifests: [], addOns: [podinfo, fromRegistry] });
  const faults = new SimulationFaults([{ kind: "chart-missing", target: "podinfo", nth: 1 }]);
  const events = new SimulationLog(() => 0);
  trap = await startOutboundTrap((...asked) => servers.accept(...asked));
  writeFileSync(join(folder, "ca.pem"), servers.caPem);
  lose = () => servers.strikeWith({ faults, outages, events });
});
afterEach(async () => {
  outages.mend();
  await trap.close();
  rmSync(folder, { recursive: true });
});
let lose: () => void;

/** As a run on a computer with this home folder; charts are placed relative to where the program runs. */
async function ready(addOns: readonly AddOnPlan[], home = "home"): Promise<ReadyChart[]> {
  const places = {
    cache: new ChartCache(join(folder, home)),
    folder: relative(".", join(folder, "charts")),
    env: { HTTPS_PROXY: trap.url, HTTP_PROXY: trap.url, SSL_CERT_FILE: join(folder, "ca.pem") },
  };
  return [...(await readyCharts(addOns, places)).values()];
}

const pathsOf = (charts: readonly ReadyChart[]) =>
  charts.map((chart) => ("path" in chart ? chart.path : chart.problem));

it("charts are fetched once, and not asked for again while they are in the cache", async () => {
  const first = await ready([podinfo]);
  expect(servers.requests).toEqual([
    "https://charts.example.net/stable/index.yaml",
    "https://charts.example.net/stable/podinfo-6.7.0.tgz",
  ]);
  expect(existsSync(pathsOf(first)[0] ?? "")).toBe(true);
  rmSync(join(folder, "charts"), { recursive: true });
  await trap.close();
  expect(pathsOf(await ready([podinfo]))).toEqual(pathsOf(first));
  expect(existsSync(pathsOf(first)[0] ?? "")).toBe(true);
});

it("the list of a repository is read once for all of its charts", async () => {
  await ready([podinfo, { ...podinfo, name: "again" }]);
  expect(servers.requests.filter((url) => url.endsWith("index.yaml"))).toHaveLength(1);
});

it("what goes into the state is the same on every computer, and another for another package", async () => {
  const paths = [...(await ready([podinfo], "laptop")), ...(await ready([podinfo], "ci"))];
  expect(new Set(pathsOf(paths)).size).toBe(1);
  expect(pathsOf(paths)[0]).toMatch(/^\.\/.*charts\/podinfo-6\.7\.0-[0-9a-f]{16}\.tgz$/);
  expect(pathsOf(paths)[0]).not.toContain("laptop");
});

it("charts of a registry come with the token that it hands to everybody, which its store is not told", async () => {
  const [chart] = await ready([fromRegistry]);
  expect(chart).toHaveProperty("path");
  const digest = chart && "found" in chart ? chart.found.sha256 : "";
  expect(servers.requests).toEqual([
    "https://registry.example.net/v2/charts/podinfo/manifests/6.7.0_build.1",
    "https://registry.example.net/token?service=registry.example.net&scope=repository%3Acharts%2Fpodinfo%3Apull",
    "https://registry.example.net/v2/charts/podinfo/manifests/6.7.0_build.1",
    `https://registry.example.net/v2/charts/podinfo/blobs/sha256:${digest}`,
    "https://registry.example.net/token?service=registry.example.net&scope=repository%3Acharts%2Fpodinfo%3Apull",
    `https://registry.example.net/v2/charts/podinfo/blobs/sha256:${digest}`,
    `https://blobs.registry.example.net/sha256:${digest}`,
  ]);
});

it.each([
  [
    { version: "6.7.1" },
    "got no podinfo 6.7.1 there, but 6.7.0, must be podinfo 6.7.1 of https://charts.example.net/stable/",
  ],
  [{ chart: "podinf" }, "got no chart podinf there"],
  [{ repository: "https://charts.example.net/other" }, "got 404 for https://charts.example.net/other/index.yaml"],
  [{ repository: "https://elsewhere.example.net" }, "got the proxy 127.0.0.1:"],
  [
    { repository: "oci://registry.example.net/other" },
    "got 404 for https://registry.example.net/v2/other/podinfo/manifests/6.7.0",
  ],
  [{ sha256: "0".repeat(64) }, `while the stack file says ${"0".repeat(64)}`],
])("a chart that cannot be had is a problem of its own add-on: %j", async (other, words) => {
  const [wrong, right] = await ready([
    { ...podinfo, ...other },
    { ...podinfo, name: "right" },
  ]);
  const problem = wrong && "problem" in wrong ? wrong.problem : "";
  expect(problem).toContain("platform.addons.web: its chart is neither in the cache (");
  expect(problem).toContain(words);
  expect(right).toHaveProperty("path");
});

it("a package that its repository lost is missed by whoever has not fetched it, and by nobody else", async () => {
  await ready([podinfo], "laptop");
  lose();
  const [chart] = await ready([podinfo], "ci");
  expect(chart).toHaveProperty(
    "problem",
    expect.stringContaining("got 404 for https://charts.example.net/stable/podinfo-"),
  );
  expect((await ready([podinfo], "laptop"))[0]).toHaveProperty("path");
  outages.mend();
  expect((await ready([podinfo], "ci"))[0]).toHaveProperty("path");
});

it("a package that was cut off where the plugin reads it is written anew", async () => {
  const [path = ""] = pathsOf(await ready([podinfo]));
  const whole = readFileSync(path);
  writeFileSync(path, whole.subarray(0, 10));
  await ready([podinfo]);
  expect(readFileSync(path).equals(whole)).toBe(true);
});
