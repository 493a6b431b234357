import { join } from "node:path";
import type { Tool } from "./tools";

const pins = (name: string): string => join(__dirname, "conformance", name);

const kubernetes = (version: string, minor: string): string =>
  [`gitVersion=v${version}`, "gitMajor=1", `gitMinor=${minor}`]
    .map((value) => `-X k8s.io/component-base/version.${value}`)
    .join(" ");

/** Helm tells charts the Kubernetes of its modules when it cannot ask a server. */
const helm = (version: string): string =>
  [`internal/version.version=v${version}`, "pkg/chartutil.k8sVersionMajor=1", "pkg/chartutil.k8sVersionMinor=34"]
    .map((value) => `-X helm.sh/helm/v3/${value}`)
    .join(" ");

/** The etcd that a distribution brings: RKE2 v1.34.1 a build of 3.6.4, kubeadm 1.34.2 and 1.29.15 the others. */
const etcd = (version: string): Tool => ({
  name: `etcd-${version}`,
  version,
  kind: "command",
  module: pins(`etcd-${version}`),
  packages: [`./cmd/etcd-${version}`],
  sources: [`cmd/etcd-${version}`],
  estimateSeconds: 30,
});

/** Programs that read what we render, with their release; had on demand: `ensureToolchain({ tools: conformanceTools })`. */
export const conformanceTools: readonly Tool[] = [
  {
    name: "pve-client",
    version: "0.9.0",
    kind: "command",
    module: pins("pve-clients"),
    packages: ["./cmd/pve-client"],
    sources: ["cmd/pve-client"],
    estimateSeconds: 20,
  },
  {
    name: "telmate-client",
    version: "2026-02-01",
    kind: "command",
    module: pins("telmate"),
    packages: ["./cmd/telmate-client"],
    sources: ["cmd/telmate-client"],
    estimateSeconds: 20,
  },
  {
    name: "kubeadm-1.34",
    version: "1.34.2",
    kind: "command",
    module: pins("kubeadm-1.34"),
    packages: ["./cmd/kubeadm-1.34"],
    sources: ["cmd/kubeadm-1.34"],
    linkerFlags: kubernetes("1.34.2", "34"),
    estimateSeconds: 140,
  },
  {
    name: "kube-objects",
    version: "1.34.2",
    kind: "command",
    module: pins("kubeadm-1.34"),
    packages: ["./cmd/kube-objects"],
    sources: ["cmd/kube-objects"],
    estimateSeconds: 30,
  },
  {
    name: "custom-resources",
    version: "1.34.2",
    kind: "command",
    module: pins("kubeadm-1.34"),
    packages: ["./cmd/custom-resources", "./cmd/definitions"],
    sources: ["cmd/custom-resources", "cmd/definitions"],
    generate: [],
    estimateSeconds: 40,
  },
  {
    name: "kubeadm-1.29",
    version: "1.29.15",
    kind: "command",
    module: pins("kubeadm-1.29"),
    packages: ["./cmd/kubeadm-1.29", "./cmd/api-server-flags"],
    sources: ["cmd/kubeadm-1.29", "cmd/api-server-flags"],
    linkerFlags: kubernetes("1.29.15", "29"),
    generate: [],
    estimateSeconds: 80,
  },
  {
    name: "talos-documents",
    version: "1.13.9",
    kind: "command",
    module: pins("talos"),
    packages: ["./cmd/talos-documents"],
    sources: ["cmd/talos-documents"],
    estimateSeconds: 40,
  },
  {
    name: "pulumi-config",
    version: "3.259.0",
    kind: "command",
    module: pins("pulumi"),
    packages: ["./cmd/pulumi-config"],
    sources: ["cmd/pulumi-config"],
    estimateSeconds: 60,
  },
  {
    name: "yaml-readers",
    version: "1",
    kind: "command",
    module: pins("yaml"),
    packages: ["./cmd/yaml-readers"],
    sources: ["cmd/yaml-readers"],
    estimateSeconds: 5,
  },
  {
    // At the commit of k3s that RKE2 v1.34.1+rke2r1 is built on.
    name: "k3s-config",
    version: "857412ae5891",
    kind: "command",
    module: pins("k3s"),
    packages: ["./cmd/k3s-config"],
    sources: ["cmd/k3s-config"],
    estimateSeconds: 10,
  },
  {
    name: "containerd-documents",
    version: "1.7.29 and 2.2.0",
    kind: "command",
    module: pins("containerd"),
    packages: ["./cmd/containerd-documents"],
    sources: ["cmd/containerd-documents"],
    estimateSeconds: 60,
  },
  {
    name: "kubernetes-1.34",
    version: "1.34.2",
    kind: "command",
    module: pins("kubeadm-1.34"),
    packages: ["./cmd/kubernetes-1.34"],
    sources: ["cmd/kubernetes-1.34"],
    linkerFlags: kubernetes("1.34.2", "34"),
    estimateSeconds: 180,
  },
  {
    name: "helm",
    version: "3.18.6",
    kind: "command",
    module: pins("helm"),
    packages: ["helm.sh/helm/v3/cmd/helm"],
    sources: [],
    linkerFlags: helm("3.18.6"),
    estimateSeconds: 30,
  },
  etcd("3.6.4"),
  etcd("3.6.5"),
  etcd("3.5.16"),
];

/**
 * Kyverno's command line, which applies policies to resources without a cluster. Seven minutes of processor time to build,
 * so it is had where every row is run (`npm test -- --all`), and not by every check of what is rendered.
 */
export const kyverno: Tool = {
  name: "kubectl-kyverno",
  version: "1.19.1",
  kind: "command",
  module: pins("kyverno"),
  packages: ["github.com/kyverno/kyverno/cmd/cli/kubectl-kyverno"],
  sources: [],
  estimateSeconds: 430,
};
