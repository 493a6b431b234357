import { createHash, createPublicKey } from "node:crypto";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { caCertHash } from "../../model/ca-hash";
import { calicoManifests } from "../../model/calico-releases";
import type { KubeadmPlan, MachinePlan } from "../../model/cluster-plan";
import { planFor } from "../../model/distribution";
import { loadStackFile } from "../../model/load-stack-file";
import { plan } from "../../model/plan";
import { renderCalicoInstallation } from "../../model/render/calico";
import { containerdConfig, hostsToml, pauseImage } from "../../model/render/containerd";
import { renderInitDocuments, renderJoinDocument } from "../../model/render/kubeadm";
import { controlPlaneFiles, nodeFiles } from "../../model/render/kubeadm-files";
import {
  doorsOf,
  renderControlPlaneScript,
  renderKubeadmNodeScript,
  renderKubeadmTurnScript,
  renderWorkerScript,
} from "../../model/render/kubeadm-script";
import { renderKubeVipPod } from "../../model/render/kube-vip";
import { joinMaterial, serverMaterial, TEST_CA } from "../support/kubeadm-material";
import { configOf, patched, type Raw, small } from "./stack-fixtures";

const ROOT = join(__dirname, "../..");
const planOf = (raw: Raw) => planFor("kubeadm", plan(configOf(raw), "test"));
const homeLab = () => planOf(loadStackFile(join(ROOT, "Pulumi.home-lab.yaml")).raw);
const threeServers = (patch: Raw = {}) =>
  planOf(patched(loadStackFile(join(ROOT, "tests/engine/stacks/Pulumi.kubeadm-ha.yaml")).raw, patch));
const smallOn = (cluster: Raw) => planOf(patched(small(), { cluster: { distribution: "kubeadm", ...cluster } }));

function machineOf(planned: KubeadmPlan, name: string): MachinePlan {
  const machine = planned.machines.find((candidate) => candidate.name === name);
  if (!machine) throw new Error(`no machine ${name}`);
  return machine;
}

type Doc = Record<string, unknown>;
const init = (planned: KubeadmPlan, name: string) => renderInitDocuments(planned, machineOf(planned, name)) as Doc[];
const joined = (planned: KubeadmPlan, name: string) =>
  renderJoinDocument(planned, machineOf(planned, name), caCertHash(TEST_CA)) as Doc;

describe("kubeadm's documents", () => {
  it("are the ones reviewed, in v1beta3 for 1.29 and in v1beta4 for 1.34", () => {
    const old = homeLab();
    expect(init(old, "k8s-master-1")).toMatchSnapshot("home-lab init");
    expect(joined(old, "k8s-worker-2")).toMatchSnapshot("home-lab worker");
    const now = threeServers();
    expect(init(now, "cp-1")).toMatchSnapshot("three servers init");
    expect(joined(now, "cp-2")).toMatchSnapshot("three servers join");
  });

  it.each([
    ["v1.29.15", "kubeadm.k8s.io/v1beta3", { "node-ip": "192.0.2.21" }],
    ["v1.30.14", "kubeadm.k8s.io/v1beta3", { "node-ip": "192.0.2.21" }],
    ["v1.31.14", "kubeadm.k8s.io/v1beta4", [{ name: "node-ip", value: "192.0.2.21" }]],
    ["v1.35.2", "kubeadm.k8s.io/v1beta4", [{ name: "node-ip", value: "192.0.2.21" }]],
  ])("speak to %s in %s", (version, apiVersion, kubeletExtraArgs) => {
    const planned = smallOn({ version });
    expect(joined(planned, "worker")).toMatchObject({ apiVersion, nodeRegistration: { kubeletExtraArgs } });
    expect(init(planned, "master").slice(0, 2)).toEqual([
      expect.objectContaining({ apiVersion, kind: "InitConfiguration" }),
      expect.objectContaining({ apiVersion, kind: "ClusterConfiguration" }),
    ]);
  });

  it("have a stable endpoint even for a single control plane, so that others could join later", () => {
    expect(init(homeLab(), "k8s-master-1")[1]).toMatchObject({ controlPlaneEndpoint: "10.0.20.11:6443" });
    expect(init(threeServers(), "cp-1")[1]).toMatchObject({ controlPlaneEndpoint: "10.30.20.100:6443" });
  });

  it("hold no token and no key, but marks where they belong", () => {
    const planned = threeServers();
    expect(joined(planned, "cp-2")).toMatchObject({
      discovery: { bootstrapToken: { token: "@TOKEN@", caCertHashes: [caCertHash(TEST_CA)] } },
      controlPlane: { certificateKey: "@CERTIFICATE_KEY@" },
    });
    expect(joined(planned, "worker-1")).not.toHaveProperty("controlPlane");
    expect(init(planned, "cp-1")[0]).toMatchObject({ bootstrapTokens: [{ ttl: "15m0s" }] });
  });

  it("say the taints even where there are none, or kubeadm would add its own", () => {
    const planned = smallOn({ version: "v1.34.2" });
    expect(init(planned, "master")[0]).toMatchObject({ nodeRegistration: { taints: [] } });
    expect(init(homeLab(), "k8s-master-1")[0]).toMatchObject({
      nodeRegistration: { taints: [{ key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" }] },
    });
  });

  it("register the card's holder with label and taint, whichever it is", () => {
    const gpu = (node: string) => ({
      t4: { node, path: "0000:06:00", deviceIds: ["10de:1eb8"], iommuGroup: 1, subsystemId: "10de:12a2" },
    });
    const holding = (node: string) =>
      planOf({ ...patched(small(), { cluster: { distribution: "kubeadm", version: "v1.34.2" } }), gpus: gpu(node) });
    expect(joined(holding("worker"), "worker")).toMatchObject({
      nodeRegistration: {
        taints: [{ key: "nvidia.com/gpu", value: "true", effect: "PreferNoSchedule" }],
        kubeletExtraArgs: [{ name: "node-ip" }, { name: "node-labels", value: "nvidia.com/gpu.present=true" }],
      },
    });
    expect(joined(holding("master"), "worker")).toMatchObject({ nodeRegistration: { taints: [] } });
  });
});

describe("containerd", () => {
  it("is told the same in the words of both its releases", () => {
    expect(containerdConfig(2, pauseImage(34))).toMatchSnapshot("version 2");
    expect(containerdConfig(3, pauseImage(34))).toMatchSnapshot("version 3");
  });

  it.each([
    [29, "3.9"],
    [30, "3.9"],
    [31, "3.10"],
    [33, "3.10"],
    [34, "3.10.1"],
    [36, "3.10.2"],
  ])("keeps the pause image of Kubernetes 1.%i", (minor, version) => {
    expect(pauseImage(minor)).toBe(`registry.k8s.io/pause:${version}`);
  });

  it("asks a mirror first and Docker Hub under the name its API has", () => {
    expect(hostsToml("docker.io", "http://10.0.20.10:5000")).toContain('server = "https://registry-1.docker.io"\n');
    expect(hostsToml("ghcr.io", "http://10.0.20.10:5010")).toContain('[host."http://10.0.20.10:5010"]\n');
  });
});

describe("a node's files", () => {
  it("pin the repository of the minor, and keep every unattended hand off", () => {
    const files = new Map(nodeFiles(homeLab()).map(({ path, content }) => [path, content]));
    expect(files.get("/etc/apt/sources.list.d/kubernetes.list")).toBe(
      "deb [signed-by=/etc/apt/keyrings/kubernetes-apt-keyring.asc] https://pkgs.k8s.io/core:/stable:/v1.29/deb/ /\n",
    );
    expect(files.get("/etc/apt/apt.conf.d/52homelab-kubernetes")).toContain('"^kubelet$";');
  });

  it("of a control plane open a door to two keys, and to nothing but the mint", () => {
    const planned = threeServers();
    const files = controlPlaneFiles(planned, machineOf(planned, "cp-1"), {
      worker: "ssh-ed25519 W",
      server: "ssh-ed25519 S",
    });
    const content = (end: string) => files.find(({ path }) => path.endsWith(end))?.content;
    expect(content("authorized_keys")).toBe(
      'restrict,command="sudo -n /usr/local/sbin/homelab-mint worker" ssh-ed25519 W\n' +
        'restrict,command="sudo -n /usr/local/sbin/homelab-mint server" ssh-ed25519 S\n',
    );
    expect(content("91-homelab-join")).toBe(
      "homelab-join ALL=(root) NOPASSWD: /usr/local/sbin/homelab-mint worker, /usr/local/sbin/homelab-mint server\n",
    );
    expect(content("20-homelab-join.conf")).toBe("AllowUsers homelab-join\n");
  });

  it("bring the pod network to the first control plane only", () => {
    const planned = threeServers();
    const keys = { worker: "", server: "" };
    const has = (name: string) =>
      controlPlaneFiles(planned, machineOf(planned, name), keys).some(
        ({ path }) => path === "/etc/homelab/calico.yaml",
      );
    expect(["cp-1", "cp-2", "cp-3"].map(has)).toEqual([true, false, false]);
    expect(renderCalicoInstallation(planned)).toContain("cidr: 10.244.0.0/16\n");
  });
});

describe("kube-vip with kubeadm", () => {
  it("is a static pod with the file it is given, and waits for that file to be there", () => {
    const text = renderKubeVipPod({ vip: "10.30.20.100", version: "v1.0.1" }, "/etc/kubernetes/super-admin.conf");
    expect(parseAllDocuments(text)[0]?.toJS()).toMatchSnapshot();
  });
});

describe("Calico's manifests", () => {
  it("are two from v3.30 on, and one before, each with its sum", () => {
    expect(calicoManifests(threeServers().cluster).map(({ file }) => file)).toEqual([
      "operator-crds.yaml",
      "tigera-operator.yaml",
    ]);
    expect(calicoManifests(homeLab().cluster)).toEqual([
      {
        file: "tigera-operator.yaml",
        url: "https://raw.githubusercontent.com/projectcalico/calico/v3.29.7/manifests/tigera-operator.yaml",
        sha256: "a571ef21476c026618a7c7b092a3ab1744ec191e02492655d8c1468ac08f25f2",
      },
    ]);
  });

  it("take the stack's sums for a release nobody knows here", () => {
    const sums = { "operator-crds.yaml": "a".repeat(64), "tigera-operator.yaml": "b".repeat(64) };
    const planned = smallOn({ version: "v1.34.2", calicoVersion: "v3.31.99", calicoSha256: sums });
    expect(calicoManifests(planned.cluster).map(({ sha256 }) => sha256[0])).toEqual(["a", "b"]);
  });
});

describe("kubeadm's scripts", () => {
  it("pin the CA by the hash of its key", () => {
    const key = createPublicKey(TEST_CA).export({ type: "spki", format: "der" });
    expect(caCertHash(TEST_CA)).toBe(`sha256:${createHash("sha256").update(key).digest("hex")}`);
  });

  it("ask only those who were there before", () => {
    const planned = threeServers();
    const doors = (name: string) => doorsOf(planned, machineOf(planned, name)).map((door) => door.name);
    expect(doors("cp-1")).toEqual(["cp-2"]);
    expect(doors("cp-2")).toEqual(["cp-1"]);
    expect(doors("cp-3")).toEqual(["cp-1", "cp-2"]);
    expect(doors("worker-1")).toEqual(["cp-1"]);
  });

  it("stay the same on living machines when control planes are added", () => {
    const more = {
      "cp-4": { role: "control-plane", vmId: 104, address: "10.30.20.14" },
      "cp-5": { role: "control-plane", vmId: 105, address: "10.30.20.15" },
    };
    const texts = (planned: KubeadmPlan) =>
      ["cp-1", "cp-2", "cp-3"].map((name) =>
        renderControlPlaneScript(planned, machineOf(planned, name), serverMaterial(planned, machineOf(planned, name))),
      );
    expect(texts(threeServers({ nodes: more }))).toEqual(texts(threeServers()));
  });

  it("give the CA's key to the founder and to nobody else", () => {
    const planned = threeServers();
    const cp1 = machineOf(planned, "cp-1");
    const material = serverMaterial(planned, cp1);
    expect(renderControlPlaneScript(planned, cp1, { ...material, caKey: "THE KEY" })).toContain("THE KEY");
    const others = [
      renderControlPlaneScript(planned, cp1, material),
      renderWorkerScript(
        planned,
        machineOf(planned, "worker-1"),
        joinMaterial(planned, machineOf(planned, "worker-1")),
      ),
      renderKubeadmTurnScript(planned, cp1, cp1),
      renderKubeadmNodeScript(cp1, machineOf(planned, "worker-1")),
    ];
    for (const text of others) expect(text).not.toMatch(/CA_KEY='[^']/);
  });

  it("know every machine behind a door by its host key", () => {
    const planned = threeServers();
    const machine = machineOf(planned, "cp-3");
    const text = renderControlPlaneScript(planned, machine, serverMaterial(planned, machine));
    expect(text).toContain("[10.30.20.11]:2222 ssh-ed25519 key of cp-1\n[10.30.20.12]:2222 ssh-ed25519 key of cp-2\n");
  });
});

describe("warnings", () => {
  it.each([
    ["v1.29.15", "Kubernetes 1.29 is past its end of life (2025-02-28): plan the upgrade to 1.30"],
    ["v1.34.2", "Kubernetes 1.34 is past its end of life (2026-10-27): plan the upgrade to 1.35"],
  ])("name the next minor of %s", (version, warning) => {
    expect(smallOn({ version }).warnings).toContain(warning);
  });

  it("name the Kubernetes a Calico is tested with", () => {
    expect(smallOn({ version: "v1.29.15" }).warnings).toContain(
      "Calico v3.31.7 is tested with Kubernetes 1.32 to 1.35, not with 1.29",
    );
    expect(homeLab().warnings.filter((text) => text.startsWith("Calico"))).toEqual([]);
  });
});
