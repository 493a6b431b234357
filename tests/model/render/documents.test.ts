import { parseAllDocuments } from "yaml";
import { plan } from "../../../stack/plan";
import { renderVendorData } from "../../../os/vendor-data";
import { agentFiles, serverFiles } from "../../../distributions/rke2/files";
import { renderKubeconfig } from "../../../model/render/kubeconfig";
import { renderInitDocuments } from "../../../distributions/kubeadm/documents";
import { toYamlStream } from "../../../model/render/serialise";
import { renderMachineConfig } from "../../../distributions/talos/documents";
import { planFor } from "../../../distributions/registry";
import { exampleTalosSecrets } from "../../support/pc-tips";
import { configOf, fixtures, patched, small } from "../stack-fixtures";
import { MISTAKABLE } from "./mistakable";

const keys = { hostKeyPrivate: "-----BEGIN X-----\n", hostKeyPublic: "ssh-ed25519 AAAA", consolePasswordHash: "1e3" };

/** Every document of a text as a reader of this version has it. */
const read = (text: string, version: "1.1" | "1.2") =>
  parseAllDocuments(text, { version }).map((document) => (document as { toJS: () => unknown }).toJS());

/** Names that are right in labels and on Talos, and that some reader takes for something else. */
const odd = MISTAKABLE.filter((word) => /^[a-z][a-z0-9-]*$/.test(word));

describe.each(odd)("documents of a stack whose names are all %s", (word) => {
  const labels = { [word]: word, a: "012", b: "1e3", c: "2024-01-01", d: "1_000", e: "" };
  const taints = [`${word}=${word}:NoSchedule`];
  const stack = patched(small(), {
    cluster: { name: word },
    os: { packages: ["no", "yes"], keyboard: "no" },
    pools: { worker: { labels, taints }, controlPlane: { labels, taints } },
  });
  const rke2 = planFor("rke2", plan(configOf(stack), "odd"));
  const worker = rke2.nodes.find(({ role }) => role === "worker");
  const server = rke2.nodes.find(({ role }) => role === "control-plane");
  if (!worker || !server) throw new Error("no machines");
  const onKubeadm = { distribution: "kubeadm", version: "v1.34.2", dnsServiceIp: null };
  const kubeadm = planFor("kubeadm", plan(configOf(patched(stack, { cluster: onKubeadm })), "odd"));
  const first = kubeadm.nodes.find(({ role }) => role === "control-plane") ?? server;
  const onTalos =
    fixtures("valid")
      .find(({ name }) => name === "talos")
      ?.read() ?? {};
  const ofTalos = { nodes: { [word]: { role: "worker", vmId: 113, address: "192.0.2.23" } }, cluster: { name: word } };
  const pools = { worker: { labels, taints }, controlPlane: { labels, taints } };
  const talos = planFor("talos", plan(configOf(patched(onTalos, { ...ofTalos, pools })), "odd"));
  const node = talos.nodes.find(({ name }) => name === word) ?? worker;

  it.each([
    ["cloud-init", () => [renderVendorData(rke2, worker, keys)]],
    ["RKE2", () => [...agentFiles(rke2, worker), ...serverFiles(rke2, server)].map(({ content }) => content)],
    ["kubeadm", () => [toYamlStream(renderInitDocuments(kubeadm, first))]],
    ["Talos", () => talos.nodes.map((planned) => renderMachineConfig(talos, planned, exampleTalosSecrets))],
    ["kubectl", () => [renderKubeconfig(KUBECONFIG, { clusterName: word, endpointAddress: "10.0.0.1" })]],
  ])("mean the same in YAML 1.1 and 1.2: %s", (_, render) => {
    const texts = render().filter((text) => /^[\w"#-]+:? /m.test(text) && !/^\[|^version = /m.test(text));
    expect(texts).not.toEqual([]);
    for (const text of texts) expect(read(text, "1.1")).toEqual(read(text, "1.2"));
  });

  it("keep the names of label, taint, cluster and node", () => {
    const [config] = agentFiles(rke2, worker).flatMap(({ content }) => read(content, "1.1"));
    expect(config).toMatchObject({ "node-taint": taints });
    const [machine, hostname] = read(renderMachineConfig(talos, node, exampleTalosSecrets), "1.1");
    expect(machine).toMatchObject({
      cluster: { clusterName: word },
      machine: { nodeLabels: { [word]: word, a: "012" } },
    });
    expect(hostname).toMatchObject({ hostname: word });
  });
});

const KUBECONFIG =
  "clusters: [{ name: default, cluster: {} }]\ncontexts: []\nusers: [{ name: default, user: {} }]\ncurrent-context: default\n";
