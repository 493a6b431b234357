import { parse } from "yaml";
import { changedSteps } from "../../scripts/engine/engine-events";
import type { Rehearsal } from "../../scripts/rehearsal/rehearsal";
import { further } from "../support/further";
import { podsWithCpuLimits, unreadyPods } from "../support/pods";
import { type Kubectl, realKubectl } from "../support/real-kubectl";
import { endRehearsal, problemsOf, rehearse, wholeStackOf } from "../support/rehearsal";

jest.setTimeout(600_000);

let rehearsal: Rehearsal;
let kubectl: Kubectl;
afterAll(() => endRehearsal(rehearsal));

further("r730 comes up with its whole platform", async () => {
  rehearsal = await rehearse("r730-platform", wholeStackOf("r730"));
  expect(problemsOf(await rehearsal.up())).toEqual([]);
  kubectl = await realKubectl(rehearsal);
  const releases = await kubectl(
    "get secrets -A -l owner=helm,status=deployed --no-headers -o custom-columns=:.metadata.labels.name",
  );
  expect(releases.split("\n").sort()).toEqual(Object.keys(PLATFORM.addons).sort());
});

further("Traefik has the address that it is known by", async () => {
  expect(await kubectl("-n traefik get service traefik -o jsonpath={.status.loadBalancer.ingress[0].ip}")).toBe(
    "10.0.20.203",
  );
});

further("every pod is ready but those of Vault, which nobody has unsealed; none has a limit of CPU", async () => {
  const unready = await unreadyPods(kubectl);
  expect(unready.sort()).toEqual(["vault/vault-0", "vault/vault-1", "vault/vault-2"]);
  expect(await podsWithCpuLimits(kubectl)).toEqual([]);
});

further("Loki and Vault have volumes of the default class, on the host", async () => {
  const claims = await kubectl(
    "get pvc -A --no-headers -o custom-columns=:.metadata.name,:.spec.storageClassName,:.status.phase",
  );
  expect(claims.split("\n").map((line) => line.split(/ +/).join(" "))).toEqual([
    "storage-loki-0 proxmox-local-lvm Bound",
    ...[0, 1, 2].map((n) => `data-vault-${n} proxmox-local-lvm Bound`),
  ]);
  const classes = await kubectl("get storageclasses -o jsonpath={.items[*].metadata.name}");
  expect(classes).toBe("nfs nfs-ssd proxmox-local-lvm proxmox-ssd");
});

further("namespaces of services that Git brings are there, each with its tier", async () => {
  const tiers = await kubectl(
    "get namespaces -l tier --no-headers -o custom-columns=:.metadata.name,:.metadata.labels.tier",
  );
  for (const [name, tier] of Object.entries(PLATFORM.namespaces))
    expect(tiers.split("\n").map((line) => line.split(/ +/).join(" "))).toContain(`${name} ${tier}`);
});

further("a second preview shows no change", async () => {
  const preview = await rehearsal.preview();
  expect(problemsOf(preview)).toEqual([]);
  expect(changedSteps(preview.result.events)).toEqual([]);
  console.info(`preview of r730 without a change: ${preview.result.seconds.toFixed(1)} s`);
});

further("destroy asks nobody about the platform, and leaves nothing", async () => {
  expect(problemsOf(await rehearsal.destroy())).toEqual([]);
  expect(rehearsal.leftovers).toEqual([]);
  expect(rehearsal.invariants.findings().violations).toEqual([]);
  expect(rehearsal.caught).toEqual([]);
});

const PLATFORM = platformOf(wholeStackOf("r730"));

function platformOf(text: string) {
  const { config } = parse(text) as { config: Record<string, unknown> };
  return config["homelab:platform"] as {
    readonly addons: Readonly<Record<string, object>>;
    readonly namespaces: Readonly<Record<string, string>>;
  };
}
