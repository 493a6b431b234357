import { caCertHash } from "../../../distributions/kubeadm/ca-hash";
import type { KubeadmPlan } from "../../../distributions/kubeadm/plan";
import { renderInitDocuments, renderJoinDocument } from "../../../distributions/kubeadm/documents";
import { TEST_CA } from "../../support/kubeadm-inputs";
import { patched, small } from "../stack-fixtures";
import { planOf, homeLab, threeServers, smallOn, machineOf } from "./plans";

type Doc = Record<string, unknown>;
const init = (planned: KubeadmPlan, name: string) => renderInitDocuments(planned, machineOf(planned, name)) as Doc[];
const joined = (planned: KubeadmPlan, name: string) =>
  renderJoinDocument(planned, machineOf(planned, name), caCertHash(TEST_CA)) as Doc;

describe("kubeadm's documents", () => {
  it("are the reviewed ones, in v1beta3 for 1.29 and in v1beta4 for 1.34", () => {
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
  ])("for %s are in %s", (version, apiVersion, kubeletExtraArgs) => {
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

  it("contain no token and no key, but placeholders", () => {
    const planned = threeServers();
    expect(joined(planned, "cp-2")).toMatchObject({
      discovery: { bootstrapToken: { token: "@TOKEN@", caCertHashes: [caCertHash(TEST_CA)] } },
      controlPlane: { certificateKey: "@CERTIFICATE_KEY@" },
    });
    expect(joined(planned, "worker-1")).not.toHaveProperty("controlPlane");
    expect(init(planned, "cp-1")[0]).toMatchObject({ bootstrapTokens: [{ ttl: "15m0s" }] });
  });

  it("list the taints even where there are none, or kubeadm would add its own", () => {
    const planned = smallOn({ version: "v1.34.2" });
    expect(init(planned, "master")[0]).toMatchObject({ nodeRegistration: { taints: [] } });
    expect(init(homeLab(), "k8s-master-1")[0]).toMatchObject({
      nodeRegistration: { taints: [{ key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" }] },
    });
  });

  it("register the node with the GPU with label and taint, whatever its role", () => {
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
