import { minorOf } from "./kubernetes-releases";

/** The oldest release of an add-on that supports what the program needs. */
export interface AddOnLimits {
  readonly oldest: string;
  readonly why: string;
}

/** A release of an add-on in the stack file. */
export interface AddOnRelease extends AddOnLimits {
  readonly path: string;
  readonly release: string;
  /** The default release. */
  readonly tested: string;
}

/** First and last minor of Kubernetes that an add-on is tested with, by the add-on's minor. */
export type TestedWith = Readonly<Record<string, readonly [first: number, last: number]>>;

/** A warning if an add-on is not tested with this Kubernetes; none for an unknown minor. */
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

/** kube-vip's pkg/kubevip/config_envvar.go: vip_nodename is read since v0.8.0, all other variables for longer. */
export const KUBE_VIP: AddOnLimits = { oldest: "v0.8.0", why: "since that release it gets its node's name" };
