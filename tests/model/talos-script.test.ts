import { kubeconfigOf } from "../../distributions/talos/kubeconfig";
import { renderTalosWorkerScript } from "../../distributions/talos/script";
import { pcTipsPlan } from "../support/pc-tips";
import { inSection } from "../support/plans";

const kubeconfig = kubeconfigOf({ certificate: "its certificate", key: "its key", authority: "the CA" });

function workerScript(plan: ReturnType<typeof pcTipsPlan>): string {
  const [worker] = plan.nodes.filter(({ role }) => role === "worker");
  if (!worker) throw new Error("no worker");
  return renderTalosWorkerScript(plan, worker, { talosconfig: "", kubeconfig, machineConfig: "" });
}

describe("a script of Talos", () => {
  it("reaches the API at the address that does not depend on a single server", () => {
    expect(workerScript(pcTipsPlan())).toContain("server: https://10.25.150.10:6443\n");
  });

  it("uses the proxy where there is one", () => {
    const plan = pcTipsPlan(inSection("access", { apiProxy: "socks5://10.25.150.3:1080" }));
    expect(workerScript(plan)).toContain("proxy-url: socks5://10.25.150.3:1080\n");
    expect(workerScript(pcTipsPlan())).not.toContain("proxy-url");
  });
});
