import { unreachable } from "../../components/host-client";
import { PveError } from "../../components/pve-client";
import { clientOfAll } from "../../components/pve-clients";
import { hostsAway } from "../../components/hosts-away";
import { guestsOf, noted, readInventory } from "../../components/read-inventory";
import { hostInState, nodeNames } from "../../model/node-names";
import { hostOfResource } from "../../scripts/recover/state-host";
import { asgardPlan } from "../support/plans";
import type { SimulationSpec } from "../../rehearsal/simulation-spec";
import { closeAll, setup } from "../../packages/pve-simulator/tests/support/setup";
import { spec } from "../../packages/pve-simulator/tests/support/simulations";

const asgard = spec.hosts["asgard"] as NonNullable<SimulationSpec["hosts"][string]>;
const tokenSecrets = { dell: "11111111-1111-4111-8111-111111111111" };
afterEach(closeAll);

/** A host, and one beside it that stands alone, with a machine of the same id on each. */
async function twoInstallations(dellsSecret = tokenSecrets.dell, dellsNode = "dell") {
  const hosts = { asgard, dell: { ...asgard, node: dellsNode, pci: [], mappings: {}, installation: "dell" } };
  const machines = ["asgard", "dell"].map((host) => ({
    name: `nas-of-${host}`,
    vmId: 300,
    host,
    config: { description: `notes of ${host}` },
  }));
  const { proxmox } = await setup({ spec: { hosts, machines, tokenSecrets } });
  const token = (secret: string) => `${spec.token.id}=${secret}`;
  const of = (name: string, host: string, apiToken: string) => {
    const place = { name, hosts: [host], insecure: true, endpoint: proxmox.endpoints.get(host) ?? "" };
    return { ...place, apiToken, names: nodeNames({ proxmox: { hosts } }, place) };
  };
  const client = clientOfAll([of("", "asgard", token(spec.token.secret)), of("dell", "dell", token(dellsSecret))]);
  return { proxmox, client };
}

test("each answers at its own endpoint, and knows only its own machines", async () => {
  const { proxmox, client } = await twoInstallations();
  expect(new Set(proxmox.endpoints.values()).size).toBe(2);
  const guests = await guestsOf(client);
  expect(guests.map(({ name, vmId, host, installation }) => [name, vmId, host, installation])).toEqual([
    ["nas-of-asgard", 300, "asgard", undefined],
    ["nas-of-dell", 300, "dell", "dell"],
  ]);
  const descriptions = await Promise.all(guests.map((guest) => noted(client, guest)));
  expect(descriptions.map(({ description }) => description)).toEqual(["notes of asgard", "notes of dell"]);
});

test("two with the same name in Proxmox are two hosts in every request", async () => {
  const { client, proxmox } = await twoInstallations(tokenSecrets.dell, "asgard");
  const guests = await guestsOf(client);
  expect(guests.map(({ name, host }) => [name, host])).toEqual([
    ["nas-of-asgard", "asgard"],
    ["nas-of-dell", "dell"],
  ]);
  const descriptions = await Promise.all(guests.map((guest) => noted(client, guest)));
  expect(descriptions.map(({ description }) => description)).toEqual(["notes of asgard", "notes of dell"]);
  await client.task("DELETE", "/nodes/dell/qemu/300");
  expect(["asgard", "dell"].map((host) => proxmox.host(host).vms.length)).toEqual([1, 0]);
  await proxmox.losePower("dell");
  expect(await hostsAway(client)).toMatchObject({ offline: ["dell"], nodes: new Map([["", ["asgard"]]]) });
});

test("their resources in a state are distinguished by provider or by resource name", async () => {
  const { client } = await twoInstallations(tokenSecrets.dell, "asgard");
  const hosts = { asgard: {}, dell: { node: "asgard" } };
  const inputs = { nodeName: "asgard" };
  const made = (provider: string) =>
    hostOfResource(client, {
      urn: "u",
      type: "t",
      inputs,
      provider: `urn:pulumi:s::p::pulumi:providers:proxmoxve::${provider}::1`,
    });
  expect([made("proxmox"), made("proxmox-dell")]).toEqual(["asgard", "dell"]);
  const named = ["x-bridge-vmbr1-asgard", "x-bridge-vmbr1-dell", "x-template-dell-image", "x-bridge-vmbr1"];
  expect(named.map((name) => hostInState({ proxmox: { hosts } }, "asgard", name))).toEqual([
    "asgard",
    "dell",
    "dell",
    "asgard",
  ]);
});

test("a node that the stack file does not list is not confused with a host of that name", () => {
  const proxmox = { hosts: { pve: {}, dell: { node: "pve" } } };
  const dell = nodeNames({ proxmox }, { name: "dell", hosts: ["dell"], endpoint: "https://192.0.2.7:8006/" });
  expect([dell.hostOf("pve"), dell.hostOf("pve-2")]).toEqual(["dell", "pve-2@192.0.2.7:8006"]);
  expect([dell.nodeOf("dell"), dell.nodeOf(dell.hostOf("pve-2"))]).toEqual(["pve", "pve-2"]);
  const first = nodeNames({ proxmox }, { name: "", hosts: ["pve"], endpoint: "https://192.0.2.1:8006/" });
  expect([first.hostOf("pve"), first.hostOf("dell"), first.hostOf("other")]).toEqual([
    "pve",
    "dell@192.0.2.1:8006",
    "other",
  ]);
});

test("one does not accept the token of the other", async () => {
  const { client } = await twoInstallations(spec.token.secret);
  await expect(client.at("asgard").get("/version")).resolves.toBeDefined();
  await expect(client.at("dell").get("/version")).rejects.toThrow(PveError);
});

test("requests go to the host's own endpoint, and lists are merged", async () => {
  const { client, proxmox } = await twoInstallations();
  await client.task("DELETE", "/nodes/dell/qemu/300");
  expect(proxmox.host("dell").vms).toEqual([]);
  expect(proxmox.host("asgard").vms).toHaveLength(1);
  expect(await client.get<{ node: string }[]>("/cluster/resources?type=node")).toMatchObject([
    { node: "asgard" },
    { node: "dell" },
  ]);
});

test("one that is off counts as down, and the others are still asked; with the only one down nothing is", async () => {
  const { client, proxmox } = await twoInstallations();
  expect(await hostsAway(client)).toMatchObject({ offline: [] });
  await proxmox.losePower("dell");
  const { guests, away } = await readInventory(client, asgardPlan(), new Map());
  expect(guests.map(({ name }) => name)).toEqual(["nas-of-asgard"]);
  expect(away).toEqual({ offline: ["dell"], readOnly: [], nodes: new Map([["", ["asgard"]]]) });
  await proxmox.losePower("asgard");
  await expect(readInventory(client, asgardPlan(), new Map())).rejects.toThrow("cannot be asked");
});

test("one that refuses our token does not count as down", async () => {
  const { client } = await twoInstallations(spec.token.secret);
  await expect(hostsAway(client)).rejects.toThrow("cannot be asked");
});

test("a host that its endpoint cannot reach is named, not the endpoint", () => {
  const away = new PveError(595, "No route to host", "/nodes/pve-3/qemu/103/config");
  expect(unreachable("https://192.0.2.1:8006", away).message).toMatch(
    /^proxmox\.hosts\.pve-3: does not answer the other hosts, got Proxmox answered 595 No route to host .*switch it on/,
  );
  const refused = new PveError(500, "hostname lookup 'x' failed", "/nodes/x/network");
  expect(unreachable("https://192.0.2.1:8006", refused).message).toMatch(/^proxmox\.endpoint: /);
});
