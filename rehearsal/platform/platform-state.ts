/** What runs on a cluster at one moment, as its API server tells it. Plain data, for invariants and reports. */
export interface PlatformState {
  /** Of the API server that judged, whatever release the stack names. */
  readonly apiVersion: string;
  readonly nodes: readonly NodeState[];
  readonly namespaces: readonly NamespaceState[];
  readonly pods: readonly PodState[];
  readonly releases: readonly ReleaseState[];
  readonly webhooks: readonly WebhookState[];
  /** Objects that two programs think theirs: what it is, and whose. */
  readonly ownedTwice: readonly { readonly what: string; readonly owners: readonly string[] }[];
  /** Pods that the scheduler or a node threw out for lack of resources. */
  readonly evicted: readonly { readonly namespace: string; readonly name: string; readonly why: string }[];
}

export interface NodeState {
  readonly name: string;
  readonly ready: boolean;
  readonly cpuMillis: number;
  readonly memoryMiB: number;
}

export interface NamespaceState {
  readonly name: string;
  readonly tier: string | undefined;
  /** Waits for a finalizer: somebody was to clean up, and is gone. */
  readonly terminating: boolean;
  readonly quota?: QuotaState | undefined;
}

/** What of a quota is asked for, and what may be. */
export interface QuotaState {
  readonly memoryMiB: readonly [used: number, hard: number];
  readonly cpuMillis: readonly [used: number, hard: number];
}

export interface PodState {
  readonly namespace: string;
  readonly name: string;
  readonly node: string | undefined;
  readonly phase: string;
  readonly priority: number;
  readonly cpuMillis: number;
  readonly memoryMiB: number;
  /** Why it does not run, in the words of the scheduler or of its kubelet. */
  readonly problem: string | undefined;
}

export interface ReleaseState {
  readonly namespace: string;
  readonly name: string;
  readonly chart: string;
  readonly version: string;
  readonly status: string;
}

export interface WebhookState {
  readonly configuration: string;
  /** `namespace/name` of the Service that it calls. */
  readonly service: string;
  readonly serviceExists: boolean;
}
