import { join } from "node:path";
import type { NodePlan } from "../../../../model/cluster-plan";
import type { KubeadmPlan } from "../../../../distributions/kubeadm/plan";
import { planFor } from "../../../../distributions/registry";
import { loadStackFile } from "../../../../stack/load-stack-file";
import { parseConfig } from "../../../../stack/parse";
import { plan } from "../../../../stack/plan";
import { renderVendorData } from "../../../../os/vendor-data";
import { LeapingClock } from "pve-simulator";
import { CertificateAuthority } from "../../../../rehearsal/cluster/certificates";
import { ClusterModule } from "../../../../rehearsal/distributions/cluster-module";
import type { SimulatedCluster } from "../../../../rehearsal/cluster/cluster";
import { kubeadmOf, type Kubeadm } from "../../../../rehearsal/distributions/kubeadm/kubeadm";
import { deriveSimulation } from "../../../../rehearsal/derive-simulation";
import { kubernetesPackages } from "../../../../rehearsal/distributions/kubeadm/kubernetes-packages";
import { inNode, inSection, type Edit, type Sections } from "../../../support/plans";
import {
  bootMachine,
  hostKey,
  machine,
  networkDocument,
  smallSimulation,
  ssh,
  userDocument,
  type Ran,
  type SmallSimulation,
} from "../../guests/support";

/** What a second of the simulation takes here. */
const SECOND_MS = 10;
const STACK = join(__dirname, "../../../engine/stacks/Pulumi.kubeadm-ha.yaml");

/** Three control planes and a worker side by side, after edits of their stack file. */
export function kubeadmPlan(...edits: readonly Edit[]): KubeadmPlan {
  const { raw } = loadStackFile(STACK);
  const sections = structuredClone(raw) as Sections;
  inSection("access", { user: "odin" })(sections);
  inNode("worker-1", { subnet: "cluster", address: "10.30.20.21" })(sections);
  for (const edit of edits) edit(sections);
  return planFor("kubeadm", plan(parseConfig(sections), "kubeadm-ha"));
}

/** A simulation with what a plan's machines fetch, and more releases, in which they can be booted one by one. */
export interface KubeadmSimulation extends SmallSimulation {
  readonly plan: KubeadmPlan;
  readonly clusters: ClusterModule;
  readonly ca: CertificateAuthority;
  /** So many hours go by at once. */
  leap(hours: number): void;
  /** Everything waits until the function that this returns is called. */
  hold(): () => void;
}

export async function kubeadmSimulation(
  planned = kubeadmPlan(),
  releases: readonly string[] = [],
): Promise<KubeadmSimulation> {
  let clusters: ClusterModule | undefined;
  const clock = new LeapingClock();
  const spec = deriveSimulation(planned);
  const simulation = await smallSimulation({
    // Tokens live a quarter of an hour: as long as a busy machine needs to use one.
    latencies: { guestSecond: SECOND_MS },
    clock,
    spec: { ...spec, internet: [...kubernetesPackages(releases), ...spec.internet] },
    software: (context) => (clusters = new ClusterModule(context)),
  });
  if (!clusters) throw new Error("no clusters");
  const leap = (hours: number): void => clock.leap(hours * 3600 * SECOND_MS);
  return {
    ...simulation,
    plan: planned,
    clusters,
    leap,
    hold: () => clock.hold(),
    ca: await CertificateAuthority.create("kubernetes"),
  };
}

export function named({ plan: { nodes } }: KubeadmSimulation, name: string): NodePlan {
  const found = nodes.find((candidate) => candidate.name === name);
  if (!found) throw new Error(`no machine ${name}`);
  return found;
}

/** Boots the machine of that name; another `disk` is a machine that was replaced. */
export async function boot(simulation: KubeadmSimulation, name: string, disk = 0): Promise<void> {
  const target = named(simulation, name);
  const vendor = renderVendorData(simulation.plan, target, {
    hostKeyPrivate: hostKey.private,
    hostKeyPublic: hostKey.public,
  });
  const mac = target.macAddress;
  const [template] = simulation.plan.templates;
  await bootMachine(
    simulation,
    machine(target.vmId, vendor, {
      name,
      vmId: target.vmId,
      cores: target.cores,
      memoryMiB: target.memoryMiB,
      diskGiB: target.diskGiB,
      diskId: `${name}-${disk}`,
      ...(template?.imageUrl !== undefined && { image: template.imageUrl }),
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
export function on(simulation: KubeadmSimulation, name: string, command: string, stdin = ""): Promise<Ran> {
  return ssh(simulation, { address: named(simulation, name).address, port: 2222 }, command, stdin);
}

/** The result of a command that has to succeed; what it said otherwise. */
export async function succeed(running: Promise<Ran>): Promise<Ran> {
  const ran = await running;
  if (ran.code !== 0) throw new Error(`exit status ${ran.code ?? "none"}: ${ran.stderr}${ran.stdout}`);
  return ran;
}

export function onlyCluster({ clusters }: KubeadmSimulation): SimulatedCluster {
  const [cluster, ...others] = clusters.all();
  if (!cluster || others.length > 0) throw new Error(`${clusters.all().length} clusters`);
  return cluster;
}

/** What kubeadm keeps in the only cluster. */
export function onlyKubeadm(simulation: KubeadmSimulation): Kubeadm {
  const kubeadm = kubeadmOf(onlyCluster(simulation));
  if (!kubeadm) throw new Error("no cluster of kubeadm");
  return kubeadm;
}
