import { caFingerprint } from "../../components/platform/kubernetes-provider";
import { asgardSections } from "../support/asgard";
import type { Recording, Registered } from "../support/pulumi-mocks";
import { recordStack } from "../support/record-stack";

const POLICY = "valaskjalf-admissionregistration.k8s.io/ValidatingAdmissionPolicy";
const BINDING = "valaskjalf-admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding";
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

  it("is a PriorityClass for each tier, and three objects for each namespace", () => {
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
      ...["priority-of-a-tier", "tier-of-a-namespace"].map((name) => `ValidatingAdmissionPolicy ${POLICY}/${name}`),
      ...["priority-of-a-tier", "tier-of-a-namespace"].map(
        (name) => `ValidatingAdmissionPolicyBinding ${BINDING}/${name}`,
      ),
    ]);
  });

  it("reaches the API with a secret kubeconfig, and identifies the cluster by its CA, which is no secret", () => {
    const provider = recording.named("valaskjalf-kubernetes", PROVIDER);
    expect(provider.secretInputs).toEqual(["kubeconfig"]);
    const { kubeconfig, clusterIdentifier } = provider.inputs;
    expect(clusterIdentifier).toBe(caFingerprint(String(kubeconfig)));
    expect(clusterIdentifier).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  });

  it("takes over nothing that somebody else created", () => {
    expect(recording.named("valaskjalf-kubernetes", PROVIDER).inputs["enableServerSideApply"]).toBe("false");
  });

  it("is created once every control plane is healthy", () => {
    const provider = recording.named("valaskjalf-kubernetes", PROVIDER);
    for (const n of [1, 2, 3]) expect(dependsOn(provider, `valaskjalf-master-${n}-join`)).toBe(true);
  });

  it("uses its own provider, never the default one, which reads the user's kubeconfig", () => {
    for (const { name, options } of objects)
      expect([name, options.provider]).toEqual([name, expect.stringContaining("::valaskjalf-kubernetes::")]);
  });

  it("is removed with the cluster without calls to its API", () => {
    for (const { name, options } of objects)
      expect([name, options.deletedWith]).toEqual([
        name,
        expect.stringMatching(/homelab:index:ControlPlane::valaskjalf$/),
      ]);
  });

  it("replaces a PriorityClass whose value changes, as it is immutable", () => {
    const { options } = recording.named("valaskjalf-0-core");
    expect(options).toMatchObject({ replaceOnChanges: ["value", "preemptionPolicy"], deleteBeforeReplace: true });
  });

  it("creates a namespace's LimitRange before its quota, which refuses pods without defaults", () => {
    const quota = recording.named("valaskjalf-immich-quota");
    expect(dependsOn(quota, "valaskjalf-immich")).toBe(true);
    expect(dependsOn(quota, "valaskjalf-immich-defaults")).toBe(true);
  });
});

describe("the add-ons of asgard", () => {
  let recording: Recording;
  const release = (name: string): Registered => recording.named(`valaskjalf-${name}`, "kubernetes:helm.sh/v3:Release");

  beforeAll(async () => {
    const podinfo = {
      chart: "podinfo",
      repository: "oci://ghcr.io/stefanprodan/charts",
      version: "6.7.0",
      tier: "4-aux",
      needs: ["cert-manager"],
      values: { replicaCount: 2 },
    };
    const settings = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "settings", namespace: "podinfo" } };
    const manifests = { own: { needs: ["podinfo"], objects: [settings] } };
    ({ recording } = await recordStack("asgard", {
      ...asgardSections(),
      platform: { addons: { "cert-manager": {}, podinfo }, manifests },
    }));
  });

  const waitsFor = ({ options }: Registered, name: string) =>
    options.dependsOn.some((urn) => urn.endsWith(`::${name}`));

  it("are Helm releases under their own names, at an exact release of their charts", () => {
    expect(release("cert-manager").inputs).toMatchObject({
      name: "cert-manager",
      namespace: "cert-manager",
      version: "v1.21.1",
    });
  });

  it("name their charts by paths that are the same on every computer, and no repository", () => {
    for (const [name, version] of [
      ["cert-manager", "v1.21.1"],
      ["podinfo", "6.7.0"],
    ] as const) {
      const { inputs } = release(name);
      expect(inputs["chart"]).toMatch(new RegExp(`^\\./\\.charts/${name}-${version}-[0-9a-f]{16}\\.tgz$`));
      expect(inputs["repositoryOpts"]).toBeUndefined();
    }
    expect(release("podinfo").inputs["values"]).toEqual({ replicaCount: 2 });
  });

  it("wait for their namespace and its limits, for the workers, and for what they require", () => {
    const podinfo = release("podinfo");
    for (const name of ["podinfo", "podinfo-defaults", "podinfo-quota", "worker-1-join", "cert-manager", "4-aux"])
      expect([name, waitsFor(podinfo, `valaskjalf-${name}`)]).toEqual([name, true]);
  });

  it("are waited for, with a stated time-out, and nothing is rolled back after it", () => {
    expect(release("cert-manager").inputs).toMatchObject({ timeout: 300, atomic: false, maxHistory: 3 });
    expect(release("cert-manager").inputs["skipAwait"]).toBeUndefined();
  });

  it("are followed by objects with the types that the SDK would give them", () => {
    const settings = recording.named("valaskjalf-ConfigMap/podinfo/settings", "kubernetes:core/v1:ConfigMap");
    for (const name of ["podinfo", "podinfo-quota"])
      expect([name, waitsFor(settings, `valaskjalf-${name}`)]).toEqual([name, true]);
  });

  it("are removed with the cluster without calls to its API", () => {
    for (const name of ["cert-manager", "podinfo"])
      expect(release(name).options.deletedWith).toMatch(/homelab:index:ControlPlane::valaskjalf$/);
  });
});

describe("the account of Proxmox CSI", () => {
  let recording: Recording;
  const USER = "proxmoxve:index/userLegacy:UserLegacy";

  beforeAll(async () => {
    ({ recording } = await recordStack("asgard", { ...asgardSections(), platform: { addons: { "proxmox-csi": {} } } }));
  });

  it("is a user of its own, in the one group where the program may make users", () => {
    const { inputs } = recording.named("valaskjalf-csi-user", USER);
    expect(inputs).toMatchObject({ userId: "valaskjalf-csi@pve", groups: ["homelab"] });
    expect(inputs["password"]).toBeUndefined();
  });

  it("has its role on the nodes' VMs and on the storages of its classes, and nowhere else", () => {
    const role = recording.named("valaskjalf-csi-role", "proxmoxve:index/roleLegacy:RoleLegacy");
    expect(role.inputs).toEqual({
      roleId: "homelab-valaskjalf-csi",
      privileges: ["Datastore.Allocate", "Datastore.AllocateSpace", "Datastore.Audit", "VM.Audit", "VM.Config.Disk"],
    });
    const acls = recording.named("valaskjalf-csi-user", USER).inputs["acls"] as { path: string; propagate: boolean }[];
    const vms = [1001, 1002, 1003, 1011, 1012, 1013].map((id) => `/vms/${id}`);
    expect(acls.map(({ path }) => path)).toEqual(["/storage/local-zfs", ...vms]);
    expect(acls.every(({ propagate }) => !propagate)).toBe(true);
  });

  it("reaches the cluster as a Secret alone, before the driver that reads it", () => {
    const secret = recording.named("valaskjalf-proxmox-csi", "kubernetes:core/v1:Secret");
    expect(secret.secretInputs).toEqual(["stringData"]);
    const { "config.yaml": text } = secret.inputs["stringData"] as { "config.yaml": string };
    expect(text).toContain("token_secret: 01234567-89ab-cdef-0123-456789abcdef");
    expect(text).toContain("region: valaskjalf");
    const { options, inputs } = recording.named("valaskjalf-proxmox-csi", "kubernetes:helm.sh/v3:Release");
    expect(JSON.stringify(inputs)).not.toContain("01234567-89ab");
    expect(options.dependsOn.filter((urn) => urn.endsWith("v1:Secret::valaskjalf-proxmox-csi"))).toHaveLength(1);
  });

  it("is no child of what goes with the cluster: Proxmox is asked to remove it", () => {
    expect(recording.named("valaskjalf-csi-user", USER).options.deletedWith).toBeFalsy();
  });
});

describe("the password of Grafana", () => {
  it("derives from the cluster's key, is secret, and is never in the values of the chart", async () => {
    const platform = { addons: { "kube-prometheus-stack": {} } };
    const { recording } = await recordStack("asgard", { ...asgardSections(), platform });
    const { inputs, secretInputs } = recording.named("valaskjalf-grafana-admin", "kubernetes:core/v1:Secret");
    expect(secretInputs).toEqual(["stringData"]);
    const { "admin-password": password = "" } = inputs["stringData"] as Record<string, string>;
    expect(password).toMatch(/^[0-9a-f]{64}$/);
    const release = recording.named("valaskjalf-kube-prometheus-stack", "kubernetes:helm.sh/v3:Release");
    expect(JSON.stringify(release.inputs)).not.toContain(password);
  });
});

it("what waits for a person is installed, and not waited for", async () => {
  const addons = { vault: {}, "proxmox-csi": {} };
  const { recording } = await recordStack("asgard", { ...asgardSections(), platform: { addons } });
  const release = (name: string) => recording.named(`valaskjalf-${name}`, "kubernetes:helm.sh/v3:Release").inputs;
  expect(release("vault")["skipAwait"]).toBe(true);
  expect(release("proxmox-csi")["skipAwait"]).toBeUndefined();
});

it("a kubeconfig with another server, proxy or login is for the same cluster", async () => {
  const { recording } = await recordStack("asgard", { ...asgardSections(), platform: {} });
  const own = String(recording.named("valaskjalf-kubernetes", PROVIDER).inputs["kubeconfig"]);
  const moved = own.replace(/server: .*/, "server: https://10.9.9.9:6443\n      proxy-url: http://127.0.0.1:1");
  expect(moved).not.toBe(own);
  expect(caFingerprint(moved)).toBe(caFingerprint(own));
});
