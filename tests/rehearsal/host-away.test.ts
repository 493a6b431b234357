import { HostAwayError } from "../../scripts/recover/away";
import { clearEarlierRun } from "../../scripts/recover/converge";
import { leaveForeign } from "../../scripts/recover/leave-foreign";
import type { Pulumi } from "../../scripts/engine/pulumi";
import { programClient } from "../support/program-client";
import { closeAll, setup } from "../../packages/pve-simulator/tests/support/setup";
import { EagerClock, spec } from "../../packages/pve-simulator/tests/support/simulations";

afterEach(closeAll);

const silent = () => undefined;

/** A node in state on this host, and the engine whose state that is: its last run went well. */
function engineWithANodeOn(host: string): Pulumi {
  const urn = "urn:pulumi:hosts::homelab::proxmoxve:index/vmLegacy:VmLegacy::box-vm";
  const vm = { urn, type: "proxmoxve:index/vmLegacy:VmLegacy", inputs: { name: "box", vmId: 300, nodeName: host } };
  const stdout = JSON.stringify({ version: 3, deployment: { resources: [vm] } });
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
