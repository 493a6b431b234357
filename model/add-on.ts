import { minorOf } from "./kubernetes-releases";

/** The oldest release of an add-on that does what is asked of it. */
export interface AddOnLimits {
  readonly oldest: string;
  readonly why: string;
}

/** A release of an add-on as the stack file names it. */
export interface AddOnRelease extends AddOnLimits {
  readonly path: string;
  readonly release: string;
  /** The one a cluster gets where its stack file names none. */
  readonly tested: string;
}

/** First and last minor of Kubernetes that its makers test an add-on with, by the add-on's minor. */
export type TestedWith = Readonly<Record<string, readonly [first: number, last: number]>>;

/** A sentence when the makers of an add-on do not test this pair; nothing of a minor that is not known. */
export function untestedPair(
  addOn: string,
  release: string,
  testedWith: TestedWith,
  kubernetesMinor: number,
): string | undefined {
  const [first, last] = testedWith[minorOf(release)] ?? [0, Infinity];
  if (kubernetesMinor >= first && kubernetesMinor <= last) return undefined;
  return `${addOn} ${release} is tested with Kubernetes 1.${first} to 1.${last}, not with 1.${kubernetesMinor}`;
}

/** kube-vip's pkg/kubevip/config_envvar.go: vip_nodename is read since v0.8.0, everything else that it is told for longer. */
export const KUBE_VIP: AddOnLimits = { oldest: "v0.8.0", why: "since that release it gets its node's name" };
