import { gunzipSync } from "node:zlib";
import type { ApiAnswer } from "../real-kubernetes";
import { cpuMillisOf, memoryMiBOf } from "./quantities";
import type { NamespaceState, NodeState, PlatformState, PodState, ReleaseState, WebhookState } from "./platform-state";

export type Ask = (method: string, path: string) => Promise<ApiAnswer>;

interface Meta {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly deletionTimestamp?: string;
}

type Resources = Readonly<Record<string, string>>;

/** Asks an API server for all of it. */
export async function readPlatform(ask: Ask): Promise<PlatformState> {
  const list = async <T>(path: string): Promise<readonly T[]> => {
    const { status, body } = await ask("GET", path);
    if (status !== 200) throw new Error(`the API server answers ${status} for ${path}`);
    return (body as { readonly items: readonly T[] }).items;
  };
  const admission = "/apis/admissionregistration.k8s.io/v1";
  const [version, nodes, namespaces, quotas, pods, secrets, services, validating, mutating, events] = await Promise.all(
    [
      ask("GET", "/version"),
      list<ApiNode>("/api/v1/nodes"),
      list<{ metadata: Meta }>("/api/v1/namespaces"),
      list<ApiQuota>("/api/v1/resourcequotas"),
      list<ApiPod>("/api/v1/pods"),
      list<ApiRelease>("/api/v1/secrets?labelSelector=owner%3Dhelm"),
      list<{ metadata: Meta }>("/api/v1/services"),
      list<ApiWebhooks>(`${admission}/validatingwebhookconfigurations`),
      list<ApiWebhooks>(`${admission}/mutatingwebhookconfigurations`),
      list<ApiEvent>("/api/v1/events?fieldSelector=involvedObject.kind%3DPod"),
    ],
  );
  const there = new Set(services.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`));
  return {
    apiVersion: (version.body as { readonly gitVersion: string }).gitVersion,
    nodes: nodes.map(nodeState),
    namespaces: namespaces.map(({ metadata }) => namespaceState(metadata, quotas)),
    pods: pods.map(podState),
    releases: releasesOf(secrets),
    webhooks: [...validating, ...mutating].flatMap((one) => webhooksOf(one, there)),
    ownedTwice: [...namespaces, ...quotas, ...services, ...pods].flatMap(({ metadata }) => ownedTwice(metadata)),
    evicted: events.filter(({ reason }) => reason === "Preempted" || reason === "Evicted").map(evictionOf),
  };
}

interface ApiNode {
  readonly metadata: Meta;
  readonly status: {
    readonly allocatable: Resources;
    readonly conditions: readonly { readonly type: string; readonly status: string }[];
  };
}

function nodeState({ metadata, status: { allocatable, conditions } }: ApiNode): NodeState {
  return {
    name: metadata.name,
    ready: conditions.some(({ type, status }) => type === "Ready" && status === "True"),
    cpuMillis: cpuMillisOf(allocatable["cpu"]),
    memoryMiB: memoryMiBOf(allocatable["memory"]),
  };
}

interface ApiQuota {
  readonly metadata: Meta;
  readonly status?: { readonly hard?: Resources; readonly used?: Resources };
}

function namespaceState({ name, labels, deletionTimestamp }: Meta, quotas: readonly ApiQuota[]): NamespaceState {
  const { hard, used = {} } = quotas.find(({ metadata }) => metadata.namespace === name)?.status ?? {};
  return {
    name,
    tier: labels?.["tier"],
    terminating: deletionTimestamp !== undefined,
    ...(hard && {
      quota: {
        memoryMiB: [memoryMiBOf(used["requests.memory"]), memoryMiBOf(hard["requests.memory"])],
        cpuMillis: [cpuMillisOf(used["requests.cpu"]), cpuMillisOf(hard["requests.cpu"])],
      },
    }),
  };
}

interface ApiPod {
  readonly metadata: Meta;
  readonly spec: {
    readonly nodeName?: string;
    readonly priority?: number;
    readonly containers: readonly { readonly resources?: { readonly requests?: Resources } }[];
  };
  readonly status: {
    readonly phase: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message?: string }[];
    readonly containerStatuses?: readonly {
      readonly name: string;
      readonly state: { readonly waiting?: { readonly reason: string; readonly message?: string } };
    }[];
  };
}

function podState({ metadata, spec, status }: ApiPod): PodState {
  const requests = spec.containers.map(({ resources }) => resources?.requests ?? {});
  const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
  return {
    namespace: metadata.namespace ?? "",
    name: metadata.name,
    node: spec.nodeName,
    phase: status.phase,
    priority: spec.priority ?? 0,
    cpuMillis: sum(requests.map((each) => cpuMillisOf(each["cpu"]))),
    memoryMiB: sum(requests.map((each) => memoryMiBOf(each["memory"]))),
    problem: problemOf(status),
  };
}

/** What takes a moment is no problem: a container that is being made. */
function problemOf({ conditions = [], containerStatuses = [] }: ApiPod["status"]): string | undefined {
  const unscheduled = conditions.find(({ type, status }) => type === "PodScheduled" && status === "False");
  if (unscheduled) return unscheduled.message ?? "not scheduled";
  const waiting = containerStatuses.flatMap(({ state }) => state.waiting ?? []);
  const stuck = waiting.find(({ reason }) => !["ContainerCreating", "PodInitializing"].includes(reason));
  return stuck && `${stuck.reason}: ${stuck.message ?? ""}`;
}

interface ApiRelease {
  readonly metadata: Meta;
  readonly data?: { readonly release?: string };
}

/** The last revision of each: Helm keeps it in a Secret, packed and encoded twice. */
function releasesOf(secrets: readonly ApiRelease[]): ReleaseState[] {
  const newest = new Map<string, ApiRelease>();
  const revision = ({ metadata }: ApiRelease): number => Number(metadata.labels?.["version"] ?? 0);
  for (const secret of secrets) {
    const key = `${secret.metadata.namespace}/${secret.metadata.labels?.["name"]}`;
    const known = newest.get(key);
    if (!known || revision(known) < revision(secret)) newest.set(key, secret);
  }
  return [...newest.values()].map(({ metadata, data }) => ({
    namespace: metadata.namespace ?? "",
    name: metadata.labels?.["name"] ?? metadata.name,
    status: metadata.labels?.["status"] ?? "",
    ...chartOf(data?.release ?? ""),
  }));
}

function chartOf(release: string): Pick<ReleaseState, "chart" | "version"> {
  const packed = Buffer.from(Buffer.from(release, "base64").toString(), "base64");
  const { chart } = JSON.parse(gunzipSync(packed).toString()) as {
    readonly chart: { readonly metadata: { readonly name: string; readonly version: string } };
  };
  return { chart: chart.metadata.name, version: chart.metadata.version };
}

interface ApiWebhooks {
  readonly metadata: Meta;
  readonly webhooks?: readonly {
    readonly clientConfig: { readonly service?: { readonly namespace: string; readonly name: string } };
  }[];
}

function webhooksOf({ metadata, webhooks = [] }: ApiWebhooks, services: ReadonlySet<string>): WebhookState[] {
  const called = webhooks.flatMap(({ clientConfig: { service } }) => service ?? []);
  const names = [...new Set(called.map(({ namespace, name }) => `${namespace}/${name}`))];
  return names.map((service) => ({
    configuration: metadata.name,
    service,
    serviceExists: services.has(service),
  }));
}

/** Programs that write into an object whose it is. */
function ownedTwice({ name, namespace, labels = {}, annotations = {} }: Meta): PlatformState["ownedTwice"] {
  const manager = labels["app.kubernetes.io/managed-by"];
  const release = annotations["meta.helm.sh/release-name"];
  const owners = [
    ...(release === undefined ? [] : [`Helm's release ${release}`]),
    ...(manager === "pulumi" ? ["Pulumi"] : []),
    ...(annotations["argocd.argoproj.io/tracking-id"] === undefined ? [] : ["Argo CD"]),
  ];
  return owners.length > 1 ? [{ what: `${namespace === undefined ? "" : `${namespace}/`}${name}`, owners }] : [];
}

interface ApiEvent {
  readonly reason: string;
  readonly message: string;
  readonly involvedObject: { readonly name: string; readonly namespace: string };
}

const evictionOf = ({ involvedObject: { namespace, name }, reason, message }: ApiEvent) => ({
  namespace,
  name,
  why: `${reason}: ${message}`,
});
