import { caFingerprint } from "../../components/platform/kubernetes-provider";
import { asgardSections } from "../support/asgard";
import type { Recording, Registered } from "../support/pulumi-mocks";
import { recordStack } from "../support/record-stack";

const PROVIDER = "pulumi:providers:kubernetes";

describe("the platform of asgard", () => {
  let recording: Recording;
  let objects: readonly Registered[];

  beforeAll(async () => {
    const platform = { namespaces: { ingress: "0-core", immich: "4-aux" } };
    ({ recording } = await recordStack("asgard", { ...asgardSections(), platform }));
    objects = recording.resources.filter(({ type }) => type.startsWith("kubernetes:"));
  });

  const dependsOn = ({ options }: Registered, name: string) =>
    options.dependsOn.some((urn) => urn.endsWith(`::${name}`));

  it("is a class of priority for each tier, and three objects for each namespace", () => {
    expect(objects.map(({ type, name }) => `${type.split(":").at(-1)} ${name}`).sort()).toEqual([
      "LimitRange valaskjalf-immich-defaults",
      "LimitRange valaskjalf-ingress-defaults",
      "Namespace valaskjalf-immich",
      "Namespace valaskjalf-ingress",
      "PriorityClass valaskjalf-0-core",
      "PriorityClass valaskjalf-1-cluster",
      "PriorityClass valaskjalf-2-gpu",
      "PriorityClass valaskjalf-3-edge",
      "PriorityClass valaskjalf-4-aux",
      "ResourceQuota valaskjalf-immich-quota",
      "ResourceQuota valaskjalf-ingress-quota",
    ]);
  });

  it("reaches the API with a secret kubeconfig, and knows the cluster by its CA, which is no secret", () => {
    const provider = recording.named("valaskjalf-kubernetes", PROVIDER);
    expect(provider.secretInputs).toEqual(["kubeconfig"]);
    const { kubeconfig, clusterIdentifier } = provider.inputs;
    expect(clusterIdentifier).toBe(caFingerprint(String(kubeconfig)));
    expect(clusterIdentifier).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  });

  it("takes over nothing that somebody else has made", () => {
    expect(recording.named("valaskjalf-kubernetes", PROVIDER).inputs["enableServerSideApply"]).toBe("false");
  });

  it("is asked for once every control plane is healthy", () => {
    const provider = recording.named("valaskjalf-kubernetes", PROVIDER);
    for (const n of [1, 2, 3]) expect(dependsOn(provider, `valaskjalf-master-${n}-join`)).toBe(true);
  });

  it("goes through its own provider, never through the one that reads a person's kubeconfig", () => {
    for (const { name, options } of objects)
      expect([name, options.provider]).toEqual([name, expect.stringContaining("::valaskjalf-kubernetes::")]);
  });

  it("goes with the cluster without a question to its API", () => {
    for (const { name, options } of objects)
      expect([name, options.deletedWith]).toEqual([name, expect.stringMatching(/homelab:index:Cluster::valaskjalf$/)]);
  });

  it("replaces a class of priority whose number changes, as the API server lets nobody change it", () => {
    const { options } = recording.named("valaskjalf-0-core");
    expect(options).toMatchObject({ replaceOnChanges: ["value", "preemptionPolicy"], deleteBeforeReplace: true });
  });

  it("has a namespace's defaults before its quota, which refuses pods without them", () => {
    const quota = recording.named("valaskjalf-immich-quota");
    expect(dependsOn(quota, "valaskjalf-immich")).toBe(true);
    expect(dependsOn(quota, "valaskjalf-immich-defaults")).toBe(true);
  });
});

it("a kubeconfig of another server, proxy or login is the same cluster's", async () => {
  const { recording } = await recordStack("asgard", { ...asgardSections(), platform: {} });
  const own = String(recording.named("valaskjalf-kubernetes", PROVIDER).inputs["kubeconfig"]);
  const moved = own.replace(/server: .*/, "server: https://10.9.9.9:6443\n      proxy-url: http://127.0.0.1:1");
  expect(moved).not.toBe(own);
  expect(caFingerprint(moved)).toBe(caFingerprint(own));
});
