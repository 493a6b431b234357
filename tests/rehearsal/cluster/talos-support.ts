import type { Cluster } from "../../../rehearsal/cluster/cluster";
import { ClusterRoom } from "../../../rehearsal/cluster/cluster-room";
import type { ClusterEvent } from "../../../rehearsal/events";
import type { PowerOn } from "../../../rehearsal/guest-contract";
import { operatorPrograms } from "../../../rehearsal/operator/operator-programs";
import { clusterSecrets, editedConfig, talosconfig, type ClusterSecrets } from "../../support/talos-config";
import {
  booted as machineBooted,
  networkDocument,
  smallWorld,
  type SmallWorld,
  type SmallWorldOptions,
} from "../guests/support";
import { OperatorShell, type Ran } from "../operator/support";

export const SCHEMATIC_TEXT =
  "customization:\n    systemExtensions:\n        officialExtensions:\n            - siderolabs/qemu-guest-agent\n";
export const SCHEMATIC = "ce4c980550dd2ab1b17bbf2b08801c7eb59418eafe8f279833297925d67c7515";
export const VIP = "10.10.10.100";

/** A machine of pc-tips' kind, by its number: 1 to 9 are control planes. */
export interface Node {
  readonly name: string;
  readonly vmId: number;
  readonly address: string;
  readonly role: "controlplane" | "worker";
}

function node(number: number, name: string): Node {
  const role = number < 10 ? "controlplane" : "worker";
  return { name, role, vmId: 8100 + number, address: `10.10.10.${10 + number}` };
}

export const [ctrl0, ctrl1, ctrl2] = [node(1, "ctrl-00"), node(2, "ctrl-01"), node(3, "ctrl-02")];
export const [work0, work1] = [node(11, "work-00"), node(12, "work-01")];

/** A job that installs Cilium as Talos' documentation has it. */
export function ciliumInstall(settings: readonly string[] = ciliumSettings, pod: Record<string, unknown> = {}): string {
  const documents = [
    { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "cilium-install", namespace: "kube-system" } },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRoleBinding",
      metadata: { name: "cilium-install" },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
      subjects: [{ kind: "ServiceAccount", name: "cilium-install", namespace: "kube-system" }],
    },
    {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: { name: "cilium-install", namespace: "kube-system" },
      spec: { template: { spec: { ...installerPod(settings), ...pod } } },
    },
  ];
  return documents.map((document) => JSON.stringify(document)).join("\n---\n");
}

export const ciliumSettings: readonly string[] = [
  "kubeProxyReplacement=true",
  "k8sServiceHost=localhost",
  "k8sServicePort=7445",
  "cgroup.autoMount.enabled=false",
  "cgroup.hostRoot=/sys/fs/cgroup",
  "securityContext.capabilities.ciliumAgent={CHOWN,KILL,NET_ADMIN,NET_RAW,IPC_LOCK,SYS_ADMIN}",
  "securityContext.capabilities.cleanCiliumState={NET_ADMIN,SYS_ADMIN,SYS_RESOURCE}",
];

function installerPod(settings: readonly string[]): Record<string, unknown> {
  return {
    serviceAccountName: "cilium-install",
    hostNetwork: true,
    tolerations: [{ operator: "Exists" }],
    containers: [
      {
        image: "quay.io/cilium/cilium-cli:v0.18.7",
        command: ["cilium", "install", ...settings.flatMap((setting) => ["--set", setting])],
        env: [{ name: "KUBERNETES_SERVICE_HOST" }, { name: "KUBERNETES_SERVICE_PORT" }],
      },
    ],
  };
}

export interface TalosWorld extends SmallWorld {
  readonly clusters: ClusterRoom;
  readonly secrets: ClusterSecrets;
  readonly shell: OperatorShell;
  /** Runs talosctl with the cluster's talosconfig. */
  talosctl(args: string): Promise<Ran>;
}

/** Machines with Talos, and an operator who has talosctl and the cluster's secrets. */
export async function talosWorld(options: SmallWorldOptions = {}): Promise<TalosWorld> {
  let clusters: ClusterRoom | undefined;
  const world = await smallWorld({ ...options, software: (context) => (clusters = new ClusterRoom(context)) });
  if (!clusters) throw new Error("no clusters");
  world.context.internet.factory.answer({ method: "POST", path: "/schematics", body: SCHEMATIC_TEXT });
  const secrets = await clusterSecrets();
  const shell = await OperatorShell.open(world.context, operatorPrograms(world.context, world.network.fabric));
  shell.write("talosconfig", await talosconfig(secrets));
  return {
    ...world,
    clusters,
    secrets,
    shell,
    talosctl: (args) => shell.run(`talosctl --talosconfig talosconfig ${args}`),
    close: async () => {
      await shell.close();
      await world.close();
    },
  };
}

export function imageUrl(file = "nocloud-amd64.qcow2", version = "v1.13.9"): string {
  return `https://factory.talos.dev/image/${SCHEMATIC}/${version}/${file}`;
}

/** The machine as the hypervisor starts it; another disk number is a rebuilt machine. */
export function hardware(target: Node, { disk = 0, ...more }: Partial<PowerOn> & { disk?: number } = {}): PowerOn {
  const mac = `BC:24:11:00:00:${(target.vmId % 100).toString(16).padStart(2, "0").toUpperCase()}`;
  return {
    ...{ vmId: target.vmId, name: target.name, host: "host3", cores: 6, memoryMiB: 8192, diskGiB: 100 },
    ...{ diskId: `${target.name}-${disk}`, image: imageUrl(), pciIds: [], agentDevice: true, cpuType: "host" },
    nics: [{ bridge: "vmbr0", mac, model: "virtio" }],
    cloudInit: {
      metaData: `instance-id: ${target.name}\n`,
      userData: `#cloud-config\nhostname: ${target.name}\n`,
      networkConfig: networkDocument(mac, target.address),
    },
    ...more,
  };
}

/** Resolves when the machine reaches maintenance mode or its services; rejects with why it does not boot. */
export function booted(world: SmallWorld, { name }: Node): Promise<void> {
  return machineBooted(world, name);
}

export async function boot(
  world: TalosWorld,
  target: Node,
  options: Parameters<typeof hardware>[1] = {},
): Promise<void> {
  const up = booted(world, target);
  world.guests.powerOn(hardware(target, options));
  await up;
}

/** The machine's configuration as a file of the operator; edits as in `editedConfig`. */
export function writeConfig(world: TalosWorld, target: Node, edits: Readonly<Record<string, unknown>> = {}): string {
  const manifests = [{ name: "cilium", contents: ciliumInstall() }];
  const options = { hostname: target.name, role: target.role, vip: VIP, endpoint: `https://${VIP}:6443`, manifests };
  return world.shell.write(`${target.name}.yaml`, editedConfig(world.secrets, options, edits));
}

/** Out of maintenance mode. */
export function apply(world: TalosWorld, target: Node, edits: Readonly<Record<string, unknown>> = {}): Promise<Ran> {
  return world.talosctl(
    `apply-config --insecure --nodes ${target.address} --file ${writeConfig(world, target, edits)}`,
  );
}

/** talosctl for one machine, through itself. */
export function ask(world: TalosWorld, target: Node, args: string): Promise<Ran> {
  return world.talosctl(`--endpoints ${target.address} --nodes ${target.address} ${args}`);
}

export async function succeed(running: Promise<Ran>): Promise<Ran> {
  const ran = await running;
  if (ran.code !== 0) throw new Error(`exit status ${ran.code ?? "none"}: ${ran.stderr}${ran.stdout}`);
  return ran;
}

/** Looks again and again, and gives up in time for the test to say so. */
export async function until(holds: () => boolean, what = "it"): Promise<void> {
  for (let looks = 0; !holds(); looks++) {
    if (looks > 5_000) throw new Error(`${what} never came to that`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

/** Bootstraps the first control plane and lets the others join one after another. */
export async function foundCluster(world: TalosWorld, ...servers: readonly Node[]): Promise<Cluster> {
  const [first, ...others] = servers;
  if (!first) throw new Error("no servers");
  await boot(world, first);
  await succeed(apply(world, first));
  await until(() => world.clusters.talos.system.machine(first.name)?.runtime !== undefined, "the first runtime");
  await bootstrapWhenReady(world, first);
  await joined(world, first);
  for (const server of others) {
    await boot(world, server);
    await succeed(apply(world, server));
    await joined(world, server);
  }
  return onlyCluster(world);
}

/** As a program does it: again while the machine says "not yet". */
export async function bootstrapWhenReady(world: TalosWorld, target: Node): Promise<void> {
  for (let attempts = 0; attempts < 50; attempts++) {
    const ran = await ask(world, target, "bootstrap");
    if (ran.code === 0) return;
    if (!ran.stderr.includes("bootstrap is not available yet") && !ran.stderr.includes("Unavailable"))
      throw new Error(ran.stderr);
  }
  throw new Error("never available");
}

/** Its node is registered and its boot sequence over. */
export async function joined(world: TalosWorld, target: Node): Promise<void> {
  await until(() => world.clusters.talos.system.machine(target.name)?.stage === "running", `${target.name} joining`);
}

export async function joinWorker(
  world: TalosWorld,
  target: Node,
  edits: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await boot(world, target);
  await succeed(apply(world, target, edits));
  await joined(world, target);
}

export function onlyCluster({ clusters }: TalosWorld): Cluster {
  const [cluster, ...others] = clusters.all();
  if (!cluster || others.length > 0) throw new Error(`${clusters.all().length} clusters`);
  return cluster;
}

export function clusterEvents({ context }: TalosWorld): readonly string[] {
  const events = context.events.all.filter((event): event is ClusterEvent => event.kind === "cluster");
  return events.map(({ change, machine }) => `${change} ${machine ?? ""}`);
}
