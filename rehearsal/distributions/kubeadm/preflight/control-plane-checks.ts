import { components, ETCD_DATA, manifestPath } from "../files/static-pods";
import { kubeadmMinor } from "../release";
import { failing, warning, type CheckContext, type Finding } from "./check";
import { portFree } from "./node-checks";

/** kubeadm's minimum for a control plane (constants.ControlPlaneNumCPU, ControlPlaneMem). */
const CORES = 2;
const MEMORY_MB = 1700;
/** What the kernel keeps of a machine's memory. */
const RESERVED_MB = 88;
const PORTS = [6443, 10259, 10257] as const;
const ETCD_PORTS = [2379, 2380] as const;

/** What a machine needs to carry a control plane (cmd/kubeadm/app/preflight, InitNodeChecks). */
export function controlPlaneChecks(context: CheckContext): readonly Finding[] {
  const { guest } = context.run;
  return [
    ...hardware(context),
    ...kubernetesVersion(context),
    ...PORTS.flatMap((port) => portFree(guest, port)),
    ...[...components, "etcd"].flatMap((name) => fileAvailable(context, manifestPath(name))),
  ];
}

/** Looked at last: an etcd that somebody left here. */
export function etcdChecks({ run: { guest } }: CheckContext): readonly Finding[] {
  const filled = guest.tree.list(ETCD_DATA).length > 0;
  return [
    ...ETCD_PORTS.flatMap((port) => portFree(guest, port)),
    ...(filled ? [failing(`DirAvailable-${ETCD_DATA.replaceAll("/", "-")}`, `${ETCD_DATA} is not empty`)] : []),
  ];
}

function hardware({ run: { guest } }: CheckContext): readonly Finding[] {
  const { cores, memoryMiB } = guest.hardware;
  const memory = memoryMiB - RESERVED_MB;
  return [
    ...(cores < CORES
      ? [failing("NumCPU", `the number of available CPUs ${cores} is less than the required ${CORES}`)]
      : []),
    ...(memory < MEMORY_MB
      ? [failing("Mem", `the system RAM (${memory} MB) is less than the minimum ${MEMORY_MB} MB`)]
      : []),
  ];
}

function kubernetesVersion({ run: { version }, kubernetesVersion: wanted }: CheckContext): readonly Finding[] {
  if (wanted === undefined || kubeadmMinor(wanted) <= kubeadmMinor(version)) return [];
  return [
    warning(
      "KubernetesVersion",
      `Kubernetes version is greater than kubeadm version. Please consider to upgrade kubeadm. Kubernetes version: ${wanted.slice(1)}. Kubeadm version: 1.${kubeadmMinor(version)}.x`,
    ),
  ];
}

export function fileAvailable({ run: { guest } }: CheckContext, path: string): readonly Finding[] {
  if (!guest.tree.exists(path)) return [];
  return [failing(`FileAvailable-${path.replaceAll("/", "-")}`, `${path} already exists`)];
}
