import { join } from "node:path";
import { conformanceTools } from "./conformance";
import type { Tool } from "./tools";

/** Kubernetes and the etcd that go with each other; conformance has the same builds. */
export const CONTROL_PLANE = { kubernetes: "kubernetes-1.34", etcd: "etcd-3.6.5" } as const;

/**
 * What stacks with a platform need besides: the plugin that talks to the API server, and for rehearsals the API server. Had
 * on demand: `ensureToolchain({ tools: [...tools, ...platformTools] })`.
 */
export const platformTools: readonly Tool[] = [
  {
    name: "kubernetes",
    version: "4.25.0",
    kind: "plugin",
    module: join(__dirname, "kubernetes"),
    packages: ["./cmd/kubernetes-schema", "./cmd/pulumi-resource-kubernetes"],
    sources: ["cmd", "internal", "stubs"],
    linkerFlags: "-X github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/version.Version=4.25.0",
    generate: [],
    estimateSeconds: 140,
    release: { from: "plugin" },
  },
  ...conformanceTools.filter(({ name }) => Object.values<string>(CONTROL_PLANE).includes(name)),
];
