import { inSection } from "../../../support/plans";
import { prepare, root } from "../../../rehearsal/cluster/kubeadm/by-hand";
import { kubeadmPlan, kubeadmSimulation, succeed } from "../../../rehearsal/cluster/kubeadm/support";
import { onTheWire, read, SHOW, type Written } from "./written";

/** What the simulated kubeadm of a release says and writes for the same documents, with the addresses of the real one. */
export async function simulatedInit(version: string): Promise<{ readonly said: string; readonly written: Written }> {
  const simulation = await kubeadmSimulation(kubeadmPlan(inSection("cluster", { version })), [version]);
  try {
    await prepare(simulation, "cp-1");
    const { stdout } = await root(
      simulation,
      "cp-1",
      "kubeadm init --config /etc/homelab/kubeadm.yaml --skip-token-print",
    );
    const shown = await succeed(root(simulation, "cp-1", "sh -s", SHOW));
    return { said: onTheWire(stdout), written: read(onTheWire(shown.stdout)) };
  } finally {
    await simulation.close();
  }
}
