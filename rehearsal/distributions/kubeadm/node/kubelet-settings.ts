import { parse } from "yaml";
import { containerdVersion, runtimeOf } from "../../../guests/containerd/runtime";
import type { LinuxGuest } from "../../../guests/guest";
import { versionOfBinary } from "../../../guests/packages/deb-package";
import { Fatal } from "../../../cluster/service-process";
import { kubeadmMinor } from "../release";

export const KUBELET_CONFIG = "/var/lib/kubelet/config.yaml";
export const KUBELET_FLAGS = "/var/lib/kubelet/kubeadm-flags.env";
/** From this minor on the kubelet asks a runtime that can tell (containerd 2) for the cgroup driver. */
const DRIVER_FROM_RUNTIME = 31;

/** What a kubelet reads when it starts. */
export interface KubeletSettings {
  readonly version: string;
  readonly flags: ReadonlyMap<string, string>;
  /** Why no container stays alive, if so. */
  readonly unwell: string | undefined;
}

/** Reads the configuration and looks at the machine; throws the kubelet's last lines when it would not start. */
export function readKubeletSettings(guest: LinuxGuest): KubeletSettings {
  const { tree } = guest;
  const text = tree.read(KUBELET_CONFIG);
  if (text === undefined)
    throw new Fatal(
      `failed to load kubelet config file, path: ${KUBELET_CONFIG}, error: failed to load Kubelet config file ${KUBELET_CONFIG}, error failed to read kubelet config file "${KUBELET_CONFIG}", error: open ${KUBELET_CONFIG}: no such file or directory`,
    );
  const config = parse(text) as Readonly<Record<string, unknown>>;
  const ca = "/etc/kubernetes/pki/ca.crt";
  if (!tree.exists(ca))
    throw new Fatal(
      `failed to construct kubelet dependencies: unable to load client CA file ${ca}: open ${ca}: no such file or directory`,
    );
  checkRuntime(guest);
  if (guest.kernel.swaps.size > 0 && config.failSwapOn !== false)
    throw new Fatal(
      "failed to run Kubelet: running with swap on is not supported, please disable swap or set --fail-swap-on flag to false",
    );
  const version = kubeletVersion(guest);
  return {
    version,
    flags: readFlags(guest),
    unwell: cgroupTrouble(guest, config, kubeadmMinor(version)) ?? pluginTrouble(guest),
  };
}

export function kubeletVersion({ tree }: LinuxGuest): string {
  return `v${(versionOfBinary(tree.read("/usr/bin/kubelet")) ?? "").replace(/-.*$/, "")}`;
}

/** The error of containerd's socket for a client that runs pods; undefined if there is none. */
export function runtimeTrouble(guest: LinuxGuest, socket: string): string | undefined {
  const runtime = runtimeOf(guest);
  if (runtime?.cri) return undefined;
  const path = socket.replace("unix://", "");
  const why = runtime
    ? "code = Unimplemented desc = unknown service runtime.v1.RuntimeService"
    : `code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial unix ${path}: connect: no such file or directory"`;
  return `validate service connection: validate CRI v1 runtime API for endpoint "${socket}": rpc error: ${why}`;
}

function checkRuntime(guest: LinuxGuest): void {
  const trouble = runtimeTrouble(guest, "unix:///run/containerd/containerd.sock");
  if (trouble !== undefined) throw new Fatal(`failed to run Kubelet: ${trouble}`);
}

/** Two managers of cgroups: what the one starts the other takes for foreign and has killed. */
function cgroupTrouble(
  guest: LinuxGuest,
  config: Readonly<Record<string, unknown>>,
  minor: number,
): string | undefined {
  const wanted = config.cgroupDriver ?? "systemd";
  const asksRuntime = minor >= DRIVER_FROM_RUNTIME && Number.parseInt(containerdVersion(guest.tree) ?? "1", 10) >= 2;
  if (asksRuntime || (wanted === "systemd") === (runtimeOf(guest)?.systemdCgroup === true)) return undefined;
  return "cni plugin not initialized: Pod sandbox changed, it will be killed and re-created";
}

/** Where kubernetes-cni and Calico put their plugins. */
const PLUGINS = "/opt/cni/bin";

/** The runtime does not find the plugins of the pod network where it looks for them. */
function pluginTrouble(guest: LinuxGuest): string | undefined {
  const folder = runtimeOf(guest)?.pluginFolder ?? guest.image.pluginFolder;
  if (folder === PLUGINS) return undefined;
  return `plugin type="calico" failed (add): failed to find plugin "calico" in path [${folder}]`;
}

/** KUBELET_KUBEADM_ARGS, then KUBELET_EXTRA_ARGS: the later one wins. */
function readFlags({ tree }: LinuxGuest): ReadonlyMap<string, string> {
  const files = [tree.read(KUBELET_FLAGS), tree.read("/etc/default/kubelet")];
  const lines = files.flatMap((text) => (text ?? "").split("\n"));
  const words = lines.flatMap((line) => /^KUBELET_\w+="?(.*?)"?$/.exec(line.trim())?.[1]?.split(/\s+/) ?? []);
  return new Map(
    words
      .filter((word) => word.startsWith("--"))
      .map((word) => {
        const [name = "", ...value] = word.slice(2).split("=");
        return [name, value.join("=")];
      }),
  );
}
