import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { NodePlan } from "../../../../model/cluster-plan";
import type { KubeadmPlan } from "../../../../distributions/kubeadm/plan";
import { controlPlaneFiles, KUBEADM_CONFIG_PATH } from "../../../../distributions/kubeadm/files";
import { askEtcd, type EtcdAnswer, startEtcd } from "./etcd-member";
import { healthCheckKeys } from "./kubeadm-etcd";
import type { Daemon, PrivateMachine } from "./private-machine";
import { PrivateNetwork } from "./private-network";
import { argumentsOf } from "./static-pods";

const CONTROL_PLANE = ["kube-apiserver", "kube-controller-manager", "kube-scheduler"] as const;

/** The programs of `kubernetes-1.34` by the names that call them, and the others. */
export function programsOfControlPlane(built: Readonly<Record<string, string>>): Record<string, string> {
  const kubernetes = built["kubernetes-1.34"] ?? "";
  const named = [...CONTROL_PLANE, "kubectl"].map((name): [string, string] => [name, kubernetes]);
  return { ...Object.fromEntries(named), kubeadm: built["kubeadm-1.34"] ?? "", etcd: built["etcd-3.6.5"] ?? "" };
}

export const controlPlaneTools = ["kubernetes-1.34", "kubeadm-1.34", "etcd-3.6.5"] as const;

/**
 * A real control plane of one machine, with the files that the program writes there: everything is set up by `kubeadm init
 * phase`, and the programs run with the arguments of the manifests it wrote. What a kubelet would do is left to a stand-in.
 */
export class ControlPlane {
  readonly machine: PrivateMachine;
  readonly daemons = new Map<string, Daemon>();
  private readonly network: PrivateNetwork;

  private constructor(network: PrivateNetwork, machine: PrivateMachine) {
    this.network = network;
    this.machine = machine;
  }

  /** A machine that has the files, and nothing that runs. */
  static async prepare(stack: KubeadmPlan, plan: NodePlan, programs: Readonly<Record<string, string>>) {
    const network = await PrivateNetwork.open();
    const machine = await network.machine(plan.name, { address: plan.address, programs });
    const keys = { worker: "ssh-ed25519 workers", server: "ssh-ed25519 servers" };
    for (const file of controlPlaneFiles(stack, plan, keys)) await machine.write(file.path, file.content, file.mode);
    // kube-vip's work: the address that every kubeconfig names.
    await machine.read(`ip address add ${stack.cluster.endpointAddress}/32 dev eth0 2>/dev/null || true`);
    return new ControlPlane(network, machine);
  }

  /** Another machine on the same wire, without anything of the program's. */
  another({ name, address }: NodePlan, programs: Readonly<Record<string, string>>): Promise<PrivateMachine> {
    return this.network.machine(name, { address, programs });
  }

  /** Runs phases of `kubeadm init`; what it says comes back. */
  async init(...phases: readonly string[]): Promise<string> {
    let said = "";
    for (const phase of phases)
      said += await this.machine.read(`kubeadm init phase ${phase} --config ${KUBEADM_CONFIG_PATH} 2>&1`);
    return said;
  }

  /** Starts etcd and the three others as their manifests say, the first with more flags, and waits until the API is ready. */
  async start(...apiServerFlags: readonly string[]): Promise<void> {
    const { machine, daemons } = this;
    daemons.set("etcd", await startEtcd(machine, await argumentsOf(machine, "etcd")));
    const [apiServer, ...others] = CONTROL_PLANE;
    await this.startOne(apiServer, apiServerFlags);
    for (const program of others) await this.startOne(program);
    await this.kubectl(`until kubectl get --raw /readyz >/dev/null 2>&1; do sleep 0.2; done`);
  }

  async startOne(program: string, flags: readonly string[] = []): Promise<void> {
    const args = [...(await argumentsOf(this.machine, program)), ...flags];
    this.daemons.set(program, await this.machine.start(program, args));
  }

  async stopOne(program: string, signal?: string): Promise<void> {
    await this.daemons.get(program)?.stop(signal);
  }

  /** Asks its etcd about its members. */
  etcd(what: string, body: unknown): Promise<EtcdAnswer> {
    return askEtcd(this.machine, `https://127.0.0.1:2379/v3/cluster/member/${what}`, healthCheckKeys, body);
  }

  /** What etcd stores under a key of the API server's, as it lies there. */
  async stored(key: string): Promise<string> {
    const body = { key: Buffer.from(`/registry/${key}`).toString("base64") };
    const found = await askEtcd(this.machine, "https://127.0.0.1:2379/v3/kv/range", healthCheckKeys, body);
    return Buffer.from(found.kvs?.[0]?.value ?? "", "base64").toString("latin1");
  }

  /** Keeps nodes alive and lets pods run and end. */
  async startKubelets(): Promise<void> {
    await this.machine.write("/run/kubelets.mjs", readFileSync(join(__dirname, "kubelets.mjs"), "utf8"));
    this.daemons.set(
      "kubelets",
      await this.machine.start(process.execPath, ["/run/kubelets.mjs", "/etc/kubernetes/admin.conf"]),
    );
  }

  /** Runs a command as root has it, with the cluster's own kubeconfig. */
  kubectl(command: string, stdin = ""): Promise<string> {
    return this.machine.read(`export KUBECONFIG=/etc/kubernetes/admin.conf; ${command}`, stdin);
  }

  async close(): Promise<void> {
    await this.network.close();
  }
}
