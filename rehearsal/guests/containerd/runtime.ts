import type { FileTree } from "../disk/file-tree";
import type { LinuxGuest } from "../guest";
import { versionOfBinary } from "../packages/deb-package";
import { Toml, TomlError } from "./toml";

export const CONFIG = "/etc/containerd/config.toml";

/** What of containerd's configuration a node can feel. */
export interface RuntimeSettings {
  /** The CRI plugin: without it no kubelet can talk to it. */
  readonly cri: boolean;
  readonly systemdCgroup: boolean;
  /** Where it looks for plugins of the pod network, where its configuration says so. */
  readonly pluginFolder?: string;
}

/** A configuration containerd does not start with, in its words. */
export class RuntimeConfigError extends Error {}

/** Upstream version of the installed containerd, e.g. `1.7.28`; undefined when it is not installed. */
export function containerdVersion(tree: FileTree): string | undefined {
  return versionOfBinary(tree.read("/usr/bin/containerd"))?.replace(/-.*$/, "");
}

/** Where the CRI plugin and the options of runc are, by version of the file (containerd docs/cri/config.md). */
const layouts: Readonly<Record<number, { readonly plugin: string; readonly options: readonly string[] }>> = {
  1: { plugin: "cri", options: ["plugins", "cri", "containerd", "runtimes", "runc", "options"] },
  2: {
    plugin: "io.containerd.grpc.v1.cri",
    options: ["plugins", "io.containerd.grpc.v1.cri", "containerd", "runtimes", "runc", "options"],
  },
  3: {
    plugin: "io.containerd.grpc.v1.cri",
    options: ["plugins", "io.containerd.cri.v1.runtime", "containerd", "runtimes", "runc", "options"],
  },
};

/** The configuration as the daemon reads it when it starts; tables of another version of the file are not looked at. */
export function readRuntimeSettings(tree: FileTree): RuntimeSettings {
  const text = tree.read(CONFIG);
  if (text === undefined) return { cri: true, systemdCgroup: false };
  const config = parse(text);
  const version = Number(config.get("version") ?? 1);
  const newest = Number.parseInt(containerdVersion(tree) ?? "1", 10) >= 2 ? 3 : 2;
  const layout = layouts[version];
  if (version > newest || !layout) throw new RuntimeConfigError(`unsupported config version \`${version}\``);
  const disabled = (config.get("disabled_plugins") ?? []) as readonly string[];
  const folder = config.get(...layout.options.slice(0, 2), "cni", "bin_dir");
  return {
    cri: !disabled.includes(layout.plugin),
    systemdCgroup: config.get(...layout.options, "SystemdCgroup") === true,
    ...(typeof folder === "string" && { pluginFolder: folder }),
  };
}

function parse(text: string): Toml {
  try {
    return new Toml(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    throw new RuntimeConfigError(`failed to load TOML from ${CONFIG}: ${error.message}`);
  }
}

const running = new WeakMap<LinuxGuest, RuntimeSettings>();

/** What the running containerd was started with; undefined while it does not run. */
export function runtimeOf(guest: LinuxGuest): RuntimeSettings | undefined {
  return guest.units.state("containerd.service") === "active" ? running.get(guest) : undefined;
}

export function runtimeStarted(guest: LinuxGuest, settings: RuntimeSettings): void {
  running.set(guest, settings);
}
