import { KubeadmError } from "../kubeadm-error";
import { kubeadmMinor, since } from "../release";
import { reach, RequestError } from "./api-client";
import type { KubeadmRun } from "./run";

/** Timeouts.controlPlaneComponentHealthCheck, and what timeoutForControlPlane was before. */
const SECONDS = 240;
const components = [
  ["kube-controller-manager", 10257, "healthz"],
  ["kube-scheduler", 10259, "livez"],
] as const;

/**
 * Waits until the control plane answers. Newer releases ask this machine's own components; older ones asked the API through
 * the endpoint all clients use, so they hang when nobody announces the VIP.
 */
export async function waitForControlPlane(run: KubeadmRun, address: string, endpoint: string): Promise<void> {
  if (kubeadmMinor(run.version) >= since.newWords) return waitForComponents(run, address);
  const healthy = await run.until(SECONDS, () => answers(run, endpoint));
  if (healthy) return run.say(`[apiclient] All control plane components are healthy after 8.001 seconds`);
  run.say(
    "\nUnfortunately, an error has occurred:\n\ttimed out waiting for the condition\n\nThis error is likely caused by:\n\t- The kubelet is not running\n\t- The kubelet is unhealthy due to a misconfiguration of the node in some way (required cgroups disabled)\n",
  );
  throw new KubeadmError("couldn't initialize a Kubernetes cluster");
}

async function waitForComponents(run: KubeadmRun, address: string): Promise<void> {
  const url = `https://${address}:6443`;
  run.say("[control-plane-check] Waiting for healthy control plane components. This can take up to 4m0s");
  const { network } = run.guest;
  const healthy = await run.until(
    SECONDS,
    () => answers(run, url) && components.every(([, port]) => network.serviceOn(port, true) !== undefined),
  );
  if (healthy) return run.say("[control-plane-check] kube-apiserver is healthy after 8.001s");
  const refused = (port: number): string => `dial tcp 127.0.0.1:${port}: connect: connection refused`;
  const failures = [
    `kube-apiserver check failed at ${url}/livez: Get "${url}/livez?timeout=10s": dial tcp ${address}:6443: connect: connection refused`,
    ...components.map(
      ([name, port, path]) =>
        `${name} check failed at https://127.0.0.1:${port}/${path}: Get "https://127.0.0.1:${port}/${path}": ${refused(port)}`,
    ),
  ];
  run.say(
    "\nA control plane component may have crashed or exited when started by the container runtime.\nTo troubleshoot, list all containers using your preferred container runtimes CLI.\n",
  );
  throw new KubeadmError(`failed while waiting for the control plane to start: [${failures.join(", ")}]`);
}

function answers(run: KubeadmRun, url: string): boolean {
  try {
    reach(run, url, "/livez");
    return true;
  } catch (error) {
    if (error instanceof RequestError) return false;
    throw error;
  }
}
