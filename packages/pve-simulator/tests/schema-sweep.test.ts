import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Router } from "../src/http/router";
import type { Route } from "../src/http/route";
import { allRoutes } from "../src/routes/all";
import { verify } from "../src/schema/verify";
import { readSchema } from "./support/published-schema";
import { type Params, samplesOf } from "./support/samples";

/** Proxmox's own API schema lies beside the checkout on some machines; nothing of it is kept here. */
const shared = join(__dirname, "../../../../shared");
const tool = join(shared, "tools/pve-contract.mjs");
const schema = join(shared, "data/pve-api/apidata-9.1.3.json");
const sweep = existsSync(tool) && existsSync(schema) ? test : test.skip;

const routes = allRoutes("9.1.3");
const router = new Router(routes);

const upid = "UPID:asgard:00000001:00000001:00000001:qmstart:101:root@pam:";
const pathValues: Readonly<Record<string, string>> = {
  node: "asgard",
  vmid: "101",
  storage: "local",
  volume: "local:iso/x.iso",
  id: "rtx2080",
  iface: "vmbr0",
  poolid: "homelab",
  sid: "vm:101",
  group: "quiet",
  rule: "at-home",
  roleid: "homelab-csi",
  userid: "valaskjalf-csi@pve",
  tokenid: "csi",
  snapname: "before",
  upid,
};

function pathOf(route: Route): string {
  return route.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(pathValues[name] ?? ""));
}

function inPath(route: Route): string[] {
  return [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string);
}

function statusOf(route: Route, params: Params): 200 | 400 {
  const { pathParams, table } = router.match(route.method, pathOf(route));
  try {
    verify(table, { ...params, ...pathParams });
    return 200;
  } catch {
    return 400;
  }
}

/** The published schema is younger than the qemu-server (9.1.2) whose code the simulation follows. */
function isOfItsDay({ agent }: Params): boolean {
  return agent === undefined || !/freeze-fs=/.test(agent);
}

sweep("requests made from Proxmox's published schema are taken and refused as it says", () => {
  const published = readSchema(schema);
  const lines = routes.flatMap((route) =>
    samplesOf(published.get(`${route.method} ${route.path}`) ?? {}, inPath(route))
      .filter(isOfItsDay)
      .map((params) =>
        JSON.stringify({ method: route.method, path: pathOf(route), params, status: statusOf(route, params) }),
      ),
  );
  const folder = mkdtempSync(join(tmpdir(), "pve-sweep-"));
  const log = join(folder, "requests.jsonl");
  writeFileSync(log, lines.join("\n"));
  const { stdout } = spawnSync(process.execPath, [tool, log], { encoding: "utf8" });
  rmSync(folder, { recursive: true });
  expect(lines.length).toBeGreaterThan(1_000);
  expect(stdout.trim().split("\n").slice(-1)).toEqual([`${lines.length} passed, 0 failed`]);
});

sweep("every endpoint takes exactly the parameters Proxmox publishes", () => {
  const published = readSchema(schema);
  const differences = routes.flatMap((route) => {
    const theirs = Object.keys(published.get(`${route.method} ${route.path}`) ?? { "no such endpoint": {} });
    const ours = Object.keys(router.match(route.method, pathOf(route)).table);
    const lacking = theirs.filter((name) => !ours.includes(name)).map((name) => `-${name}`);
    const extra = ours.filter((name) => !theirs.includes(name)).map((name) => `+${name}`);
    return lacking.length + extra.length === 0
      ? []
      : [`${route.method} ${route.path} ${[...lacking, ...extra].join(" ")}`];
  });
  expect(differences).toEqual([]);
});
