import type { ApiObject } from "../../../real-kubernetes";
import type { ObjectMeta } from "../api-client";

/** A reference to a ConfigMap or Secret, as env, envFrom and volumes have it. */
export interface SourceReference {
  readonly name?: string;
  readonly optional?: boolean;
}

export interface EnvironmentSources {
  readonly configMapKeyRef?: SourceReference;
  readonly secretKeyRef?: SourceReference;
  readonly configMapRef?: SourceReference;
  readonly secretRef?: SourceReference;
}

interface Probe {
  readonly initialDelaySeconds?: number;
  readonly periodSeconds?: number;
}

/** A container as its pod describes it, as far as a kubelet's work shows. */
export interface ContainerSpec {
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly imagePullPolicy?: string;
  /** `Always` makes a sidecar of an init container. */
  readonly restartPolicy?: string;
  readonly env?: readonly { readonly name: string; readonly valueFrom?: EnvironmentSources }[];
  readonly envFrom?: readonly EnvironmentSources[];
  readonly readinessProbe?: Probe;
  readonly startupProbe?: Probe;
}

export interface VolumeSpec {
  readonly name: string;
  readonly configMap?: SourceReference;
  readonly secret?: { readonly secretName?: string; readonly optional?: boolean };
  readonly projected?: {
    readonly sources?: readonly { readonly configMap?: SourceReference; readonly secret?: SourceReference }[];
  };
  readonly persistentVolumeClaim?: { readonly claimName: string };
  readonly emptyDir?: object;
}

/** A pod that has a node. */
export interface BoundPod {
  readonly metadata: ObjectMeta & { readonly uid: string; readonly namespace: string };
  readonly spec: {
    readonly nodeName: string;
    readonly restartPolicy?: "Always" | "OnFailure" | "Never";
    readonly hostNetwork?: boolean;
    readonly containers: readonly ContainerSpec[];
    readonly initContainers?: readonly ContainerSpec[];
    readonly volumes?: readonly VolumeSpec[];
    readonly readinessGates?: readonly { readonly conditionType: string }[];
  };
  readonly status?: { readonly phase?: string; readonly conditions?: readonly ApiObject[] };
}

/** Of an object of the API; undefined while the scheduler has found no node for it. */
export function boundPod(object: ApiObject): BoundPod | undefined {
  const pod = object as unknown as BoundPod;
  return (pod.spec as Partial<BoundPod["spec"]>).nodeName === undefined ? undefined : pod;
}

export const pathOf = ({ metadata }: BoundPod): string =>
  `/api/v1/namespaces/${metadata.namespace}/pods/${metadata.name}`;

/** A kubelet shows pods that it has from a file in the API, and takes no orders for them from there. */
export const isMirror = ({ metadata }: BoundPod): boolean =>
  metadata.annotations?.["kubernetes.io/config.mirror"] !== undefined;
