import { must, type ApiClient } from "../api-client";
import type { BoundPod, ContainerSpec, SourceReference, VolumeSpec } from "./pod";

type Kind = "configmap" | "secret" | "persistentvolumeclaim";

interface Needed {
  readonly kind: Kind;
  readonly name: string;
}

/** Why a volume of the pod cannot be mounted, in the kubelet's words; undefined when all can. */
export async function unmountable(api: Pick<ApiClient, "ask">, pod: BoundPod): Promise<string | undefined> {
  for (const volume of pod.spec.volumes ?? []) {
    for (const needed of ofVolume(volume)) {
      const why = await missing(api, pod, needed);
      if (why !== undefined) return `MountVolume.SetUp failed for volume "${volume.name}" : ${why}`;
    }
  }
  return undefined;
}

/** Why a container of the pod cannot be made, though its image is there. */
export async function unconfigurable(
  api: Pick<ApiClient, "ask">,
  pod: BoundPod,
  { env = [], envFrom = [] }: ContainerSpec,
): Promise<string | undefined> {
  const sources = [...env.flatMap(({ valueFrom }) => valueFrom ?? []), ...envFrom];
  const needed = sources.flatMap(({ configMapKeyRef, configMapRef, secretKeyRef, secretRef }) => [
    ...reference("configmap", configMapKeyRef ?? configMapRef),
    ...reference("secret", secretKeyRef ?? secretRef),
  ]);
  for (const one of needed) {
    const why = await missing(api, pod, one);
    if (why !== undefined) return why;
  }
  return undefined;
}

function ofVolume({ configMap, secret, projected, persistentVolumeClaim: claim }: VolumeSpec): Needed[] {
  const { secretName, ...rest } = secret ?? {};
  return [
    ...reference("configmap", configMap),
    ...reference("secret", secretName === undefined ? undefined : { ...rest, name: secretName }),
    ...(projected?.sources ?? []).flatMap((source) => [
      ...reference("configmap", source.configMap),
      ...reference("secret", source.secret),
    ]),
    ...reference("persistentvolumeclaim", claim && { name: claim.claimName }),
  ];
}

function reference(kind: Kind, source: SourceReference | undefined): Needed[] {
  return source?.name === undefined || source.optional === true ? [] : [{ kind, name: source.name }];
}

async function missing(
  api: Pick<ApiClient, "ask">,
  { metadata: { namespace } }: BoundPod,
  { kind, name }: Needed,
): Promise<string | undefined> {
  const found = await must(api, ["GET", `/api/v1/namespaces/${namespace}/${kind}s/${name}`], 404);
  const { phase } = (found["status"] ?? {}) as { phase?: string };
  if (found["kind"] === "Status") return `${kind} "${name}" not found`;
  return kind === "persistentvolumeclaim" && phase !== "Bound"
    ? `persistentvolumeclaim "${name}" is not bound`
    : undefined;
}
