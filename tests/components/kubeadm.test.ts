import { join } from "node:path";
import { Cluster } from "../../components/cluster";
import { hostClient } from "../../components/host-client";
import { loadConfig } from "../../components/load-config";
import { loadParts } from "../../components/parts-of-stack";
import { proxmoxProviders } from "../../components/provider";
import { loadStackFile } from "../../stack/load-stack-file";
import { exampleSecrets, pulumiConfig } from "../support/asgard";
import { TEST_CA } from "../support/kubeadm-inputs";
import { orderOf, scriptOf } from "../support/recording";
import { record, type Recording, type Registered } from "../support/pulumi-mocks";

const VM = "proxmoxve:index/vmLegacy:VmLegacy";
const COMMAND = "command:local:Command";

async function recorded(): Promise<Recording> {
  const { raw } = loadStackFile(join(__dirname, "../engine/stacks/Pulumi.kubeadm-ha.yaml"));
  const secretKeys = Object.keys(exampleSecrets).map((name) => `homelab:${name}`);
  const { recording } = await record("kubeadm-ha", pulumiConfig(raw), secretKeys, async () => {
    const loaded = loadConfig();
    return new Cluster(loaded.plan.cluster.name, {
      ...loaded,
      lastRun: { nodes: {} },
      host: hostClient(loaded),
      providers: proxmoxProviders(loaded),
      parts: await loadParts(loaded.plan),
    });
  });
  return recording;
}

describe("a cluster of kubeadm with three control planes", () => {
  let cluster: Recording;

  beforeAll(async () => {
    cluster = await recorded();
  });

  const dependsOn = (resource: Registered, name: string) =>
    resource.options.dependsOn.some((urn) => urn.endsWith(`::${name}`));
  const script = (name: string) => scriptOf(cluster.named(name));

  it("joins each further control plane only when the previous one is healthy, on a prepared machine", () => {
    for (const [before, next] of [
      ["cp-1", "cp-2"],
      ["cp-2", "cp-3"],
    ]) {
      expect(dependsOn(cluster.named(`highly-${next}-gate`), `highly-${before}-join`)).toBe(true);
      for (const last of ["gate", "vm", "prepare"])
        expect(dependsOn(cluster.named(`highly-${next}-join`), `highly-${next}-${last}`)).toBe(true);
      expect(dependsOn(cluster.named(`highly-${next}-prepare`), `highly-${next}-gate`)).toBe(false);
    }
  });

  it("initializes once for the cluster, and never again for a new script or machine", () => {
    const init = cluster.named("highly-init");
    expect(cluster.resources.filter(({ inputs }) => String(inputs["create"]).endsWith("init_cluster"))).toEqual([init]);
    expect(init.parent).toContain("ClusterInit");
    expect(init.options.ignoreChanges).toEqual(["create", "stdin", "logging"]);
    expect(init.inputs["triggers"]).toEqual([]);
  });

  it("joins workers after the first control plane, which is their contact", () => {
    const [worker, node] = [cluster.named("highly-worker-1-join"), cluster.named("highly-worker-1-node")];
    expect(dependsOn(worker, "highly-cp-1-join")).toBe(true);
    expect(dependsOn(node, "highly-worker-1-join")).toBe(true);
    expect(orderOf(node).connection).toMatchObject({ host: "10.30.20.11" });
    expect(node.options.propertyDependencies["triggers"]).toEqual([expect.stringContaining("highly-worker-1-vm")]);
  });

  it("never changes the CA: it is valid for ten years, is not renewed early, and no edit affects it", () => {
    const ca = cluster.named("highly-ca");
    const { privateKeyPem, ...own } = ca.inputs;
    expect(privateKeyPem).toBeDefined();
    expect(own).toMatchObject({ isCaCertificate: true, validityPeriodHours: 87_600, earlyRenewalHours: 0 });
    expect([...ca.options.ignoreChanges].sort()).toEqual(Object.keys(own).sort());
    expect(cluster.named("highly-ca-key").options.ignoreChanges).toEqual(["algorithm", "ecdsaCurve"]);
  });

  it("passes the CA's key to the first control plane only, and no control-plane material to workers", () => {
    expect(script("highly-init")).toContain("pem of highly-ca-key");
    const others = ["highly-cp-1-join", "highly-cp-2-join", "highly-worker-1-join", "highly-worker-1-node"];
    for (const name of others) expect(script(name)).not.toContain("pem of highly-ca-key");
    expect(script("highly-cp-2-join")).toContain("private key of highly-server-join-key");
    expect(script("highly-worker-1-join")).toContain("private key of highly-worker-join-key");
    expect(script("highly-worker-1-join")).not.toContain("highly-server-join-key");
    expect(script("highly-worker-1-node")).not.toMatch(/private key|BEGIN/);
  });

  it("gives each machine its own key for requesting its join token", () => {
    expect(script("highly-cp-1-join")).toContain("[10.30.20.12]:2222 ssh-ed25519 highly-cp-2-host-key\n");
    expect(script("highly-worker-1-join")).toContain("[10.30.20.11]:2222 ssh-ed25519 highly-cp-1-host-key\n");
    expect(script("highly-worker-1-join")).toContain("caCertHashes:\n      - sha256:");
    expect(script("highly-cp-2-join")).toContain(TEST_CA.trim());
  });

  it("passes every secret as a secret, and puts none into a command line", () => {
    for (const command of cluster.ofType(COMMAND)) {
      expect(command.secretInputs).toContain("stdin");
      expect(command.options.additionalSecretOutputs).toContain("stdout");
    }
    const lines = cluster
      .ofType(COMMAND)
      .flatMap(({ inputs }) => [inputs["create"], inputs["update"], inputs["delete"]]);
    const steps = [
      "init_cluster",
      "prepare",
      "join",
      "health_gate",
      "leave",
      "register",
      "remove",
      "drain_worker",
      "keep",
      "read_kubeconfig",
    ];
    expect(new Set(lines.filter((line) => line !== undefined))).toEqual(new Set(steps));
  });

  it("deletes before it replaces wherever an identity is fixed, and gives every resource a parent", () => {
    const fixed = cluster.resources.filter(({ name }) => /-(prepare|join|node|init|gate|drain|vm)$/.test(name));
    expect(fixed.filter((r) => !r.options.deleteBeforeReplace).map((r) => r.name)).toEqual([]);
    const own = cluster.resources.filter((r) => !r.type.startsWith("pulumi:") && r.type !== "homelab:index:Cluster");
    expect(own.filter((r) => !r.parent.includes("homelab:index:"))).toEqual([]);
    expect(new Set(cluster.resources.map((r) => r.urn)).size).toBe(cluster.resources.length);
  });

  it("plugs machines into the VLANs of their subnets", () => {
    const vlans = cluster
      .ofType(VM)
      .filter(({ inputs }) => !inputs["template"])
      .map(({ name, inputs }) => [name, (inputs["networkDevices"] as { vlanId: number }[])[0]?.vlanId]);
    expect(Object.fromEntries(vlans)).toEqual({
      "highly-cp-1-vm": 20,
      "highly-cp-2-vm": 20,
      "highly-cp-3-vm": 20,
      "highly-worker-1-vm": 30,
    });
  });
});
