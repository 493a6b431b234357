import { ControlPlane, programsOfControlPlane } from "../support/control-plane";
import { kubeadmStack } from "../support/stacks";
import type { Answer } from "../../readers/program";
import { DYING, FILES, type Happening, SERVER, type Step, WORKER } from "./scenario";
import { script } from "./simulated";
import { budget, node, workloads } from "./workloads";

/** Addresses of the simulated machines: a Node object says so, and nobody dials them. */
const ADDRESSES = { [SERVER]: "10.10.10.101", [WORKER]: "10.10.10.111", [DYING]: "10.10.10.112" } as const;

const WAIT = `until [ "$(kubectl get pods -A -o 'jsonpath={range .items[*]}{.status.phase} {end}' | tr ' ' '\\n' | grep -c Running)" = PODS ]; do sleep 0.5; done`;

/** A real API server with its controllers, and the nodes and pods of the simulated cluster. */
export class RealCluster {
  private readonly plane: ControlPlane;

  private constructor(plane: ControlPlane) {
    this.plane = plane;
  }

  static async open(built: Readonly<Record<string, string>>): Promise<RealCluster> {
    const stack = kubeadmStack("v1.34.2");
    const [first] = stack.nodes;
    if (!first) throw new Error("the stack has no machine");
    const plane = await ControlPlane.prepare(stack, first, programsOfControlPlane(built));
    await plane.init("certs all", "kubeconfig all", "etcd local", "control-plane all");
    await plane.start();
    await plane.init("upload-config all");
    const real = new RealCluster(plane);
    await real.fill();
    return real;
  }

  async ask({ call, after }: Step): Promise<Answer> {
    if (after) await this.happen(after);
    const typed = call.replaceAll("SERVER_ADDRESS", this.plane.machine.address);
    return this.plane.machine.run("sh", ["-c", `exec sh -s -- kubectl ${typed}`], script);
  }

  close(): Promise<void> {
    return this.plane.close();
  }

  /** First one worker, which so has all the pods, as in the simulated cluster. */
  private async fill(): Promise<void> {
    const { plane } = this;
    await plane.machine.read(
      "mkdir -p /var/lib/rancher/rke2/bin /etc/rancher/rke2 && ln -s /usr/bin/kubectl /var/lib/rancher/rke2/bin/kubectl && " +
        `sed 's,https://[^ ]*:6443,https://${plane.machine.address}:6443,' /etc/kubernetes/admin.conf >/etc/rancher/rke2/rke2.yaml`,
    );
    for (const [path, text] of Object.entries(FILES)) await plane.machine.write(path, text, "0644");
    await this.put(node(SERVER, ADDRESSES[SERVER]), node(WORKER, ADDRESSES[WORKER]));
    await plane.startKubelets();
    await this.put(...workloads);
    await plane.kubectl(WAIT.replace("PODS", "8"));
    await this.put(node(DYING, ADDRESSES[DYING]));
    await plane.kubectl(WAIT.replace("PODS", "9"));
  }

  private async put(...objects: readonly object[]): Promise<void> {
    await this.plane.kubectl("kubectl create -f - >&2", objects.map((object) => JSON.stringify(object)).join("\n"));
  }

  private async happen(what: Happening): Promise<void> {
    const { plane } = this;
    switch (what) {
      case "budget":
        return this.put(budget);
      case "no-budget":
        await plane.kubectl("kubectl delete pdb -n default never >&2");
        return;
      case "silent":
        return plane.machine.write("/run/silent", DYING);
      case "no-quorum":
        // A second voter that never starts: neither has a majority.
        await plane.etcd("add", { peerURLs: ["https://192.0.2.99:2380"] });
        return;
      case "no-api":
        return plane.stopOne("kube-apiserver", "KILL");
    }
  }
}
