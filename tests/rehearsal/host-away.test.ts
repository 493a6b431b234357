import { HostAwayError } from "../../scripts/recover/away";
import { clearEarlierRun } from "../../scripts/recover/converge";
import { leaveForeign } from "../../scripts/recover/leave-foreign";
import type { Pulumi } from "../../scripts/engine/pulumi";
import { programClient } from "../support/program-client";
import { closeAll, setup } from "../../packages/pve-simulator/tests/support/setup";
import { EagerClock, spec } from "../../packages/pve-simulator/tests/support/simulations";

afterEach(closeAll);

const silent = () => undefined;

/** Nodes in state on these hosts, VM 300 and on, and the engine whose state that is: its last run went well. */
function engineWithANodeOn(...hosts: readonly string[]): Pulumi {
  const type = "proxmoxve:index/vmLegacy:VmLegacy";
  const resources = hosts.map((host, index) => ({
    urn: `urn:pulumi:hosts::homelab::${type}::box-${index}-vm`,
    type,
    inputs: { name: index === 0 ? "box" : `box-${index}`, vmId: 300 + index, nodeName: host },
  }));
  const stdout = JSON.stringify({ version: 3, deployment: { resources } });
  return {
    settings: { stack: "hosts" },
    run: () => Promise.resolve({ status: 0, stdout, stderr: "", seconds: 0 }),
    lastUpdate: () => Promise.resolve({ kind: "update", result: "succeeded" }),
  } as unknown as Pulumi;
}

/** Three hosts of one cluster, of which midgard has no power any more. */
async function withoutMidgard() {
  const clock = new EagerClock();
  const asgard = spec.hosts["asgard"];
  if (!asgard) throw new Error("there is no asgard");
  const other = { ...asgard, pci: [], mappings: {} };
  const { proxmox } = await setup({ spec: { hosts: { asgard, midgard: other, utgard: other } }, clock });
  await proxmox.losePower("midgard");
  await clock.sleep(10);
  const client = programClient(proxmox);
  const witnesses = {
    openHost: () => Promise.resolve(client),
    waits: () => Promise.resolve(false),
  };
  return { proxmox, witnesses };
}

test("a requested look at the hosts is refused while a host with a machine of the stack is down", async () => {
  const { proxmox, witnesses } = await withoutMidgard();
  const asked = clearEarlierRun(engineWithANodeOn("midgard"), witnesses, silent, { refresh: true });
  await expect(asked).rejects.toThrow(HostAwayError);
  await expect(asked).rejects.toThrow(
    "proxmox.hosts.midgard: is offline, got box on it, must be on for this command; nothing was touched: switch it on and run again",
  );
  expect(proxmox.requests.filter(({ method }) => method !== "GET")).toEqual([]);
});

test("it is not refused for a host without one, nor is a run without the look", async () => {
  const { witnesses } = await withoutMidgard();
  expect(await clearEarlierRun(engineWithANodeOn("utgard"), witnesses, silent, { refresh: true })).toBe(true);
  expect(await clearEarlierRun(engineWithANodeOn("midgard"), witnesses, silent)).toBe(false);
});

test("up refreshes the state when a machine was migrated, and does without it while that would ask a host that is down", async () => {
  const { witnesses } = await withoutMidgard();
  const client = await witnesses.openHost();
  await client.task("POST", "/nodes/utgard/qemu", { vmid: 300, name: "box" });
  const said: string[] = [];
  const say = (line: string) => void said.push(line);
  expect(await clearEarlierRun(engineWithANodeOn("utgard"), witnesses, say)).toBe(false);
  expect(await clearEarlierRun(engineWithANodeOn("asgard", "midgard"), witnesses, say)).toBe(false);
  expect(said).toEqual([]);
  expect(await clearEarlierRun(engineWithANodeOn("asgard"), witnesses, say)).toBe(true);
  expect(said).toEqual(["box: moved to another host: refreshing the state from the hosts first"]);
});

test("destroy is refused before it starts", async () => {
  const { proxmox, witnesses } = await withoutMidgard();
  await expect(leaveForeign(engineWithANodeOn("midgard"), witnesses.openHost, silent)).rejects.toThrow(
    "proxmox.hosts.midgard: is offline, got box on it",
  );
  expect(proxmox.requests.filter(({ method }) => method !== "GET")).toEqual([]);
  expect(await leaveForeign(engineWithANodeOn("utgard"), witnesses.openHost, silent)).toEqual({
    left: [],
    moved: false,
  });
});
