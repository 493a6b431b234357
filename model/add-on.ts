/** Which releases of an add-on are taken: the oldest that does what is asked of it, and the newest minor that was known. */
export interface AddOnLimits {
  readonly oldest: string;
  readonly why: string;
  readonly newest: readonly [major: number, minor: number];
}

/** A release of an add-on as the stack file names it. */
export interface AddOnRelease extends AddOnLimits {
  readonly path: string;
  readonly release: string;
}

/** kube-vip's pkg/kubevip/config_envvar.go: vip_nodename is read since v0.8.0, everything else that it is told for longer. */
export const KUBE_VIP: AddOnLimits = {
  oldest: "v0.8.0",
  why: "only since then it is told its node's name",
  newest: [1, 2],
};
