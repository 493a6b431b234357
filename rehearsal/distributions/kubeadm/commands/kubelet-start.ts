import { stringify } from "yaml";
import type { NodeRegistration } from "../documents/node-registration";
import type { Values } from "../documents/values";
import { KubeadmError } from "../kubeadm-error";
import { KUBELET_CONFIG, KUBELET_FLAGS } from "../node/kubelet-settings";
import { kubeadmMinor, since } from "../release";
import type { KubeadmRun } from "./run";

const HEALTH_PORT = 10248;
/** Timeouts.kubeletHealthCheck; older releases gave up after about as long. */
const HEALTH_SECONDS = 240;

export interface KubeletFiles {
  readonly registration: NodeRegistration;
  /** Content of the KubeletConfiguration document, if there is one. */
  readonly kubelet: Values | undefined;
  /** A worker registers with its taints; a control plane gets them through the API. */
  readonly registersTaints: boolean;
}

/** Writes what the kubelet reads and restarts it: kubeadm's phase `kubelet-start`. */
export async function startKubelet(
  run: KubeadmRun,
  { registration, kubelet, registersTaints }: KubeletFiles,
): Promise<void> {
  const { guest } = run;
  const { name, kubeletArgs, taints = [] } = registration;
  const flags = new Map<string, string>([
    ["container-runtime-endpoint", "unix:///var/run/containerd/containerd.sock"],
    ...(registersTaints && taints.length > 0
      ? [
          [
            "register-with-taints",
            taints.map(({ key, value = "", effect }) => `${key}=${value}:${effect}`).join(","),
          ] as const,
        ]
      : []),
    ...(name === guest.hostname().toLowerCase() ? [] : [["hostname-override", name] as const]),
    ...kubeletArgs,
  ]);
  const words = [...flags].map(([flag, text]) => `--${flag}=${text}`).join(" ");
  run.say(`[kubelet-start] Writing kubelet environment file with flags to file "${KUBELET_FLAGS}"`);
  guest.tree.write(KUBELET_FLAGS, `KUBELET_KUBEADM_ARGS="${words}"\n`);
  run.say(`[kubelet-start] Writing kubelet configuration to file "${KUBELET_CONFIG}"`);
  guest.tree.write(
    KUBELET_CONFIG,
    stringify({
      apiVersion: "kubelet.config.k8s.io/v1beta1",
      kind: "KubeletConfiguration",
      cgroupDriver: "systemd",
      staticPodPath: "/etc/kubernetes/manifests",
      ...kubelet,
    }),
  );
  run.say("[kubelet-start] Starting the kubelet");
  await guest.units.restart("kubelet.service").catch(() => undefined);
}

/** Waits for /healthz of the kubelet. */
export async function waitForKubelet(run: KubeadmRun): Promise<void> {
  const isNew = kubeadmMinor(run.version) >= since.newWords;
  const url = `http://${isNew ? "127.0.0.1" : "localhost"}:${HEALTH_PORT}/healthz`;
  run.say(`[kubelet-check] Waiting for a healthy kubelet at ${url}. This can take up to 4m0s`);
  const healthy = await run.until(HEALTH_SECONDS, () => run.guest.network.serviceOn(HEALTH_PORT, true) !== undefined);
  if (healthy) return;
  run.say(
    "\nUnfortunately, an error has occurred, likely caused by:\n\t- The kubelet is not running\n\t- The kubelet is unhealthy due to a misconfiguration of the node in some way (required cgroups disabled)\n",
  );
  throw new KubeadmError(
    `failed while waiting for the kubelet to start: The HTTP call equal to 'curl -sSL ${url}' returned error: Get "${url}": dial tcp 127.0.0.1:${HEALTH_PORT}: connect: connection refused\n`,
  );
}
