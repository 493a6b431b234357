import { join } from "node:path";

/** How a tool is obtained, and where it goes. */
export interface Tool {
  readonly name: string;
  readonly version: string;
  /** A command goes to the bin folder, a plugin into the PULUMI_HOME. */
  readonly kind: "command" | "plugin";
  /** The folder of the Go module that pins it; toolchain/go unless given. */
  readonly module?: string;
  /** Go packages, relative to the module or by module path; the executable has the last word as name. */
  readonly packages: readonly string[];
  /** Folders of the module, besides go.mod and go.sum, that decide what is built. */
  readonly sources: readonly string[];
  readonly linkerFlags?: string;
  /** Arguments for the first package's executable, which writes more files into the folder given last. */
  readonly generate?: readonly string[];
  /** How long a build takes with nothing compiled yet, on two cores, after the tools before it. */
  readonly estimateSeconds: number;
  /** Where a released build comes from; absent for what exists only here. */
  readonly release?: { readonly from: "cli" } | { readonly from: "plugin"; readonly server?: string };
  /** What exists only here can be missed by those who have no Go. */
  readonly optional?: boolean;
}

/** The Go module a tool is built from. */
export function moduleOf(tool: Pick<Tool, "module">): string {
  return tool.module ?? join(__dirname, "go");
}

const pulumiVersion = "3.259.0";
const shared = ["internal/versions", "internal/refuse"];

/** Everything a rehearsal needs. The command line comes before the plugins, which it downloads. */
export const tools: readonly Tool[] = [
  {
    name: "pulumi-language-nodejs",
    version: pulumiVersion,
    kind: "command",
    packages: ["./cmd/pulumi-language-nodejs"],
    sources: ["cmd/pulumi-language-nodejs", "internal/nodejs", ...shared],
    estimateSeconds: 75,
    release: { from: "cli" },
  },
  {
    name: "pulumi",
    version: pulumiVersion,
    kind: "command",
    packages: ["github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"],
    sources: [],
    linkerFlags: `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${pulumiVersion}`,
    estimateSeconds: 240,
    release: { from: "cli" },
  },
  {
    name: "tls",
    version: "5.6.1",
    kind: "plugin",
    packages: ["./cmd/pulumi-resource-tls"],
    sources: ["cmd/pulumi-resource-tls", "internal/tls", ...shared],
    estimateSeconds: 30,
    release: { from: "plugin" },
  },
  {
    name: "command",
    version: "1.2.1",
    kind: "plugin",
    packages: ["./cmd/pulumi-resource-command"],
    sources: ["cmd/pulumi-resource-command", "internal/command", ...shared],
    estimateSeconds: 10,
    release: { from: "plugin" },
  },
  {
    name: "proxmoxve",
    version: "8.6.0",
    kind: "plugin",
    packages: ["./cmd/pulumi-tfgen-proxmoxve", "./cmd/pulumi-resource-proxmoxve"],
    sources: [
      "cmd/pulumi-tfgen-proxmoxve",
      "cmd/pulumi-resource-proxmoxve",
      "internal/proxmoxve",
      "internal/versions",
      "stubs",
    ],
    generate: ["schema", "--skip-docs", "--out"],
    estimateSeconds: 75,
    release: { from: "plugin", server: "github://api.github.com/muhlba91/pulumi-proxmoxve" },
  },
  {
    name: "netguard",
    version: "1.0.0",
    kind: "command",
    packages: ["./cmd/netguard"],
    sources: ["cmd/netguard", "internal/netguard"],
    estimateSeconds: 10,
    optional: true,
  },
];

const opentofu = join(__dirname, "opentofu");

/** What the benchmark compares with; had on demand: `ensureToolchain({ tools: benchmarkTools })`. */
export const benchmarkTools: readonly Tool[] = [
  {
    name: "tofu",
    version: "1.12.6",
    kind: "command",
    module: opentofu,
    packages: ["github.com/opentofu/opentofu/cmd/tofu"],
    sources: [],
    linkerFlags: "-X github.com/opentofu/opentofu/version.dev=no",
    estimateSeconds: 150,
  },
  {
    name: "terraform-provider-proxmox",
    version: "0.112.0",
    kind: "command",
    module: opentofu,
    packages: ["github.com/bpg/terraform-provider-proxmox"],
    sources: [],
    estimateSeconds: 30,
  },
];

/** The file that is run. */
export function executableOf(tool: Tool): string {
  return tool.kind === "plugin" ? `pulumi-resource-${tool.name}` : tool.name;
}
