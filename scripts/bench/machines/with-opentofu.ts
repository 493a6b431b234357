import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ensureToolchain } from "../../../toolchain/ensure";
import { benchmarkTools } from "../../../toolchain/tools";
import { timed } from "../command";
import type { Machines } from "./machines";
import type { BenchTool, ToolPlace } from "./tool";

/** Builds the machines with OpenTofu and the same provider; rejects where neither can be had. */
export async function withOpenTofu({ directory, trapUrl }: ToolPlace, machines: Machines): Promise<BenchTool> {
  const { binDir } = await ensureToolchain({ tools: benchmarkTools });
  const cwd = join(directory, "opentofu");
  mkdirSync(cwd, { recursive: true });
  writeFileSync(join(cwd, "main.tf.json"), JSON.stringify(configuration(machines), null, 2), { mode: 0o600 });
  const cliConfig = join(cwd, "tofu.rc");
  // With the override the provider is taken from there, and nothing is asked of a registry.
  writeFileSync(
    cliConfig,
    `provider_installation {\n  dev_overrides { "bpg/proxmox" = "${binDir}" }\n  direct {}\n}\n`,
  );
  const env = {
    TF_CLI_CONFIG_FILE: cliConfig,
    CHECKPOINT_DISABLE: "1",
    TF_IN_AUTOMATION: "1",
    HOME: join(directory, "home"),
    SSL_CERT_FILE: join(directory, "ca.pem"),
    HTTPS_PROXY: trapUrl,
    HTTP_PROXY: trapUrl,
    NO_PROXY: "127.0.0.1,localhost,::1",
  };
  const flags = ["-auto-approve", "-input=false", "-no-color", "-parallelism=16"];
  const run = (kind: string) => () => timed(join(binDir, "tofu"), [kind, ...flags], { cwd, env });
  return { create: run("apply"), destroy: run("destroy") };
}

/** The same properties in the words of the provider before Pulumi's bridge renamed them. */
export function configuration({ endpoint, apiToken, machines }: Machines): unknown {
  const lifecycle = { ignore_changes: ["clone", "initialization", "disk[0].speed"] };
  const resources = machines.map((machine) => {
    const words = inOriginalWords(machine) as { readonly network_device: readonly object[] };
    const devices = words.network_device.map((device) => ({ ...unsaidOfNetworkDevice, ...device }));
    return [machine.name, { ...words, network_device: devices, lifecycle }];
  });
  return {
    terraform: { required_providers: { proxmox: { source: "bpg/proxmox" } } },
    provider: { proxmox: { endpoint, api_token: apiToken } },
    resource: { proxmox_virtual_environment_vm: Object.fromEntries(resources) as unknown },
  };
}

/** This one block is an attribute to the provider's schema, and of those JSON must name every part. */
const unsaidOfNetworkDevice = Object.fromEntries(
  ["disconnected", "enabled", "mtu", "queues", "rate_limit", "trunks", "vlan_id"].map((name) => [name, null]),
);

/** Blocks that may come several times have a plural name in Pulumi. */
const singulars: Readonly<Record<string, string>> = {
  bootOrders: "boot_order",
  disks: "disk",
  hostpcis: "hostpci",
  ipConfigs: "ip_config",
  networkDevices: "network_device",
  serialDevices: "serial_device",
};

function inOriginalWords(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOriginalWords);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [singulars[key] ?? snake(key), inOriginalWords(inner)]);
  return Object.fromEntries(entries) as unknown;
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
