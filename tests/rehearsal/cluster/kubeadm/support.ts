import { join } from "node:path";
import type { KubeadmPlan, MachinePlan } from "../../../../model/cluster-plan";
import { planFor } from "../../../../model/distribution";
import { loadStackFile } from "../../../../model/load-stack-file";
import { parseConfig } from "../../../../model/parse";
import { plan } from "../../../../model/plan";
import { renderVendorData } from "../../../../model/render/cloud-init";
import {
  doorsOf,
  renderControlPlaneScript,
  renderKubeadmNodeScript,
  renderWorkerScript,
} from "../../../../model/render/kubeadm-script";
import { CertificateAuthority } from "../../../../rehearsal/cluster/certificates";
import { createClusters, type Clusters } from "../../../../rehearsal/cluster/clusters";
import type { Cluster } from "../../../../rehearsal/cluster/cluster";
import { kubeadmOf, type Kubeadm } from "../../../../rehearsal/cluster/kubeadm/kubeadm";
import { deriveWorld } from "../../../../rehearsal/derive-world";
import { freshKeyPair } from "../../../../rehearsal/ssh-key-pair";
import { inNode, inSection, type Edit, type Sections } from "../../../support/plans";
import {
  bootMachine,
  hostKey,
  machine,
  networkDocument,
  smallWorld,
  ssh,
  userDocument,
  type Ran,
  type SmallWorld,
  type SmallWorldOptions,
} from "../../guests/support";

const STACK = join(__dirname, "../../../engine/stacks/Pulumi.kubeadm-ha.yaml");
const workerKey = freshKeyPair();
const serverKey = freshKeyPair();

/** Three control planes and a worker side by side, after edits of their stack file. */
export function kubeadmPlan(...edits: readonly Edit[]): KubeadmPlan {
  const { raw } = loadStackFile(STACK);
  const sections = structuredClone(raw) as Sections;
  inSection("access", { user: "odin" })(sections);
  inNode("worker-1", { subnet: "cluster", address: "10.30.20.21" })(sections);
  for (const edit of edits) edit(sections);
  return planFor("kubeadm", plan(parseConfig(sections), "kubeadm-ha"));
}

/** A world with what a plan's machines fetch, in which they can be booted one by one. */
export interface KubeadmWorld extends SmallWorld {
  readonly plan: KubeadmPlan;
  readonly clusters: Clusters;
  readonly ca: CertificateAuthority;
}

export async function kubeadmWorld(
  planned = kubeadmPlan(),
  options: Pick<SmallWorldOptions, "latencies"> = {},
): Promise<KubeadmWorld> {
  let clusters: Clusters | undefined;
  const world = await smallWorld({
    ...options,
    spec: deriveWorld(planned),
    software: (context) => (clusters = createClusters(context)),
  });
  if (!clusters) throw new Error("no clusters");
  return { ...world, plan: planned, clusters, ca: await CertificateAuthority.create("kubernetes") };
}

export function named({ plan: { machines } }: KubeadmWorld, name: string): MachinePlan {
  const found = machines.find((candidate) => candidate.name === name);
  if (!found) throw new Error(`no machine ${name}`);
  return found;
}

/** Boots the machine of that name; another `disk` is a machine that was replaced. */
export async function boot(world: KubeadmWorld, name: string, disk = 0): Promise<void> {
  const target = named(world, name);
  const vendor = renderVendorData(world.plan, target, {
    hostKeyPrivate: hostKey.private,
    hostKeyPublic: hostKey.public,
  });
  const mac = target.macAddress;
  await bootMachine(
    world,
    machine(target.vmId, vendor, {
      name,
      vmId: target.vmId,
      cores: target.cores,
      memoryMiB: target.memoryMiB,
      diskGiB: target.diskGiB,
      diskId: `${name}-${disk}`,
      nics: [{ bridge: target.bridge, mac, model: "virtio", ...(target.vlan !== undefined && { vlan: target.vlan }) }],
      cloudInit: {
        metaData: `instance-id: ${name}-${disk}\n`,
        userData: userDocument(name),
        vendorData: vendor,
        networkConfig: networkDocument(mac, target.address).replaceAll("10.10.10.1'", `${target.gateway}'`),
      },
    }),
  );
}

/** Runs a command as the operator does; `stdin` is what it reads. */
export function on(world: KubeadmWorld, name: string, command: string, stdin = ""): Promise<Ran> {
  return ssh(world, { address: named(world, name).address, port: 2222 }, command, stdin);
}

/** Runs a function of the machine's own script as Pulumi does. */
export function run(world: KubeadmWorld, name: string, step: string): Promise<Ran> {
  return on(world, name, `sudo -n sh -s -- ${step}`, scriptOf(world, named(world, name), step));
}

/** Runs a function that the first control plane has for a worker. */
export function runFor(world: KubeadmWorld, worker: string, step: string): Promise<Ran> {
  const [speaker] = world.plan.machines;
  if (!speaker) throw new Error("no machines");
  const script = renderKubeadmNodeScript(speaker, named(world, worker));
  return on(world, speaker.name, `sudo -n sh -s -- ${step}`, script);
}

function scriptOf({ plan: planned, ca }: KubeadmWorld, target: MachinePlan, step: string): string {
  const hostKeys = doorsOf(planned, target).map(() => hostKey.public);
  const material = { caCert: ca.pem, hostKeys };
  if (target.role === "worker") return renderWorkerScript(planned, target, { ...material, joinKey: workerKey.private });
  return renderControlPlaneScript(planned, target, {
    ...material,
    joinKey: serverKey.private,
    joinKeys: { worker: workerKey.public, server: serverKey.public },
    caKey: step === "found" ? ca.keyPem : "",
  });
}

/** Boots the control planes of these names, founds on the first and joins all of them. */
export async function foundCluster(world: KubeadmWorld, ...names: readonly string[]): Promise<void> {
  for (const [index, name] of names.entries()) {
    await boot(world, name);
    if (index === 0) await succeed(run(world, name, "found"));
    await succeed(run(world, name, "join"));
  }
}

/** The result of a command that has to succeed; what it said otherwise. */
export async function succeed(running: Promise<Ran>): Promise<Ran> {
  const ran = await running;
  if (ran.code !== 0) throw new Error(`exit status ${ran.code ?? "none"}: ${ran.stderr}${ran.stdout}`);
  return ran;
}

/** A command of root's on a machine, kubectl and kubeadm with the administrator's file. */
export function root(world: KubeadmWorld, name: string, command: string): Promise<Ran> {
  return on(world, name, `sudo -n env KUBECONFIG=/etc/kubernetes/admin.conf ${command}`);
}

export function onlyCluster({ clusters }: KubeadmWorld): Cluster {
  const [cluster, ...others] = clusters.all();
  if (!cluster || others.length > 0) throw new Error(`${clusters.all().length} clusters`);
  return cluster;
}

/** What kubeadm keeps in the only cluster. */
export function onlyKubeadm(world: KubeadmWorld): Kubeadm {
  const kubeadm = kubeadmOf(onlyCluster(world));
  if (!kubeadm) throw new Error("no cluster of kubeadm");
  return kubeadm;
}
