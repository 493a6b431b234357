import type { PlatformState } from "../../../rehearsal/platform/platform-state";
import { page } from "../../../rehearsal/report/html/page";
import { buildReport } from "../../../rehearsal/report/report";
import { goodSample } from "./sample-record";

const pod = (namespace: string, name: string, node: string | undefined, memoryMiB: number, phase = "Running") => ({
  namespace,
  name,
  node,
  memoryMiB,
  phase,
  priority: 0,
  cpuMillis: 250,
  problem: undefined,
});

const platform: PlatformState = {
  apiVersion: "v1.34.2",
  nodes: [
    { name: "server-1", ready: true, cpuMillis: 2000, memoryMiB: 4014 },
    { name: "worker-1", ready: false, cpuMillis: 4000, memoryMiB: 8028 },
  ],
  namespaces: [
    { name: "kube-system", tier: undefined, terminating: false },
    { name: "photos", tier: "4-aux", terminating: false, quota: { memoryMiB: [512, 3072], cpuMillis: [250, 2000] } },
    { name: "ingress", tier: "0-core", terminating: false },
  ],
  pods: [
    pod("kube-system", "etcd-server-1", "server-1", 100),
    pod("photos", "<web>", "worker-1", 512),
    pod("ingress", "proxy", "worker-1", 1024),
    pod("photos", "done", "worker-1", 2048, "Succeeded"),
    pod("photos", "pending", undefined, 4096, "Pending"),
  ],
  releases: [{ namespace: "ingress", name: "traefik", chart: "traefik", version: "37.1.2", status: "deployed" }],
  webhooks: [],
  ownedTwice: [],
  evicted: [],
};

const html = page(buildReport({ ...goodSample().record(), platform }));

test("shows each pod on its node by tier, as wide as its requests", () => {
  const bars = [...html.matchAll(/<rect class="tier-(\d)" x="([\d.]+)" y="\d+" width="([\d.]+)"[^>]*><title>([^<]*)/g)];
  expect(bars.map(([, tier, , width, title]) => [tier, Number(width), title])).toEqual([
    ["0", expect.closeTo(9.2, 0), "kube-system/etcd-server-1: 100 MiB, 250m CPU, the cluster's own"],
    ["1", expect.closeTo(103.6, 0), "ingress/proxy: 1 GiB, 250m CPU, 0-core"],
    ["2", expect.closeTo(51.3, 0), "photos/&lt;web&gt;: 512 MiB, 250m CPU, 4-aux"],
  ]);
});

test("shows requests and remainder of each node and quota, and the releases", () => {
  expect(html).toContain("1.5 GiB of 7.8 GiB");
  expect(html).toContain("0.5 of 4 CPU, 2 pods");
  expect(html).toContain("worker-1 (not ready)");
  expect(html).toContain(
    '<td>photos</td><td>4-aux</td><td class="number">512 MiB of 3 GiB</td><td class="number">0.25 of 2</td>',
  );
  expect(html).toContain("stand-ins for their charts");
  expect(html).toContain("<td>traefik</td><td>traefik 37.1.2</td><td>ingress</td><td>deployed</td>");
});

test("says which API server was used", () => {
  expect(html).toContain("a real Kubernetes v1.34.2, whatever release the stack names");
});

test("is left out if no real API server was behind the cluster", () => {
  expect(page(buildReport(goodSample().record()))).not.toContain('<section id="platform">');
});
