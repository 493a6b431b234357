import { parseAllDocuments } from "yaml";
import { plan } from "../../../model/plan";
import { renderVendorData } from "../../../model/render/cloud-init";
import { agentFiles, serverFiles } from "../../../model/render/files";
import { renderKubeconfig } from "../../../model/render/kubeconfig";
import { renderInitDocuments } from "../../../model/render/kubeadm";
import { toYamlStream } from "../../../model/render/serialise";
import { planFor } from "../../../model/distribution";
import { configOf, patched, small } from "../stack-fixtures";
import { MISTAKABLE } from "./mistakable";

const keys = { hostKeyPrivate: "-----BEGIN X-----\n", hostKeyPublic: "ssh-ed25519 AAAA", consolePasswordHash: "1e3" };

/** Every document of a text as a reader of this version has it. */
const read = (text: string, version: "1.1" | "1.2") =>
  parseAllDocuments(text, { version }).map((document) => (document as { toJS: () => unknown }).toJS());

/** Names that are right and that some reader takes for something else. */
const odd = MISTAKABLE.filter((word) => /^[a-z][a-z0-9-]*$/.test(word));

describe.each(odd)("documents of a stack whose names are all %s", (word) => {
  const labels = { [word]: word, a: "012", b: "1e3", c: "2024-01-01", d: "1_000", e: "" };
  const taints = [`${word}=${word}:NoSchedule`];
  const stack = patched(small(), {
    cluster: { name: word },
    access: { user: word },
    os: { packages: ["no", "yes"], keyboard: "no" },
    pools: { worker: { labels, taints }, controlPlane: { labels, taints } },
    nodes: { [word]: { role: "worker", vmId: 113, address: "192.0.2.23" } },
  });
  const rke2 = planFor("rke2", plan(configOf(stack), "odd"));
  const worker = rke2.machines.find(({ name }) => name === word);
  const server = rke2.machines.find(({ role }) => role === "control-plane");
  if (!worker || !server) throw new Error("no machines");
  const onKubeadm = { distribution: "kubeadm", version: "v1.34.2", dnsServiceIp: null };
  const kubeadm = planFor("kubeadm", plan(configOf(patched(stack, { cluster: onKubeadm })), "odd"));
  const first = kubeadm.machines.find(({ role }) => role === "control-plane") ?? server;

  it.each([
    ["cloud-init", () => [renderVendorData(rke2, worker, keys)]],
    ["RKE2", () => [...agentFiles(rke2, worker), ...serverFiles(rke2, server)].map(({ content }) => content)],
    ["kubeadm", () => [toYamlStream(renderInitDocuments(kubeadm, first))]],
    ["kubectl", () => [renderKubeconfig(KUBECONFIG, { clusterName: word, endpointAddress: "10.0.0.1" })]],
  ])("are the same to readers of YAML 1.1 and 1.2: %s", (_, render) => {
    const texts = render().filter((text) => /^[\w"#-]+:? /m.test(text) && !/^\[|^version = /m.test(text));
    expect(texts).not.toEqual([]);
    for (const text of texts) expect(read(text, "1.1")).toEqual(read(text, "1.2"));
  });

  it("name the node as it is called", () => {
    const [config] = agentFiles(rke2, worker).flatMap(({ content }) => read(content, "1.1"));
    expect(config).toMatchObject({ "node-name": word });
    expect(JSON.stringify(config)).toContain(`${word}=${word}:NoSchedule`);
  });
});

const KUBECONFIG =
  "clusters: [{ name: default, cluster: {} }]\ncontexts: []\nusers: [{ name: default, user: {} }]\ncurrent-context: default\n";
