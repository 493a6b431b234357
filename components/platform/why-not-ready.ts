/** What is asked of a namespace when something in it does not become ready. */
export interface SeenInNamespace {
  readonly pods: readonly SeenPod[];
  readonly jobs: readonly SeenJob[];
  readonly events: readonly SeenEvent[];
}

interface Meta {
  readonly name: string;
}

interface ContainerStatus {
  readonly name: string;
  readonly image?: string;
  readonly ready?: boolean;
  readonly state?: {
    readonly waiting?: { readonly reason?: string; readonly message?: string };
    readonly terminated?: Ended;
  };
  readonly lastState?: { readonly terminated?: Ended };
}

interface Ended {
  readonly exitCode?: number;
  readonly reason?: string;
}

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

export interface SeenPod {
  readonly metadata: Meta;
  readonly status?: {
    readonly phase?: string;
    readonly conditions?: readonly Condition[];
    readonly initContainerStatuses?: readonly ContainerStatus[];
    readonly containerStatuses?: readonly ContainerStatus[];
  };
}

export interface SeenJob {
  readonly metadata: Meta;
  readonly status?: { readonly conditions?: readonly Condition[] };
}

export interface SeenEvent {
  readonly type?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly involvedObject?: { readonly kind?: string; readonly name?: string };
  readonly lastTimestamp?: string | null;
  readonly eventTime?: string | null;
}

/** No more than a person reads at once. */
const MOST = 5;

/** Reasons that a person can act on, the most telling first: images, containers that end, nodes, jobs, refused pods. */
export function whyNotReady({ pods, jobs, events }: SeenInNamespace): string[] {
  const failing = pods.filter(({ status }) => status?.phase !== "Succeeded");
  const ofPods = failing.flatMap((pod) => [...containersOf(pod), ...notScheduled(pod)]);
  const found = [...ofPods, ...jobs.flatMap(failedJob)];
  // Pods that were never made have no status: only an event of who should have made them tells.
  const refused = newestFirst(events).filter(({ reason = "" }) => /^Failed(Create|Mount|AttachVolume)$/.test(reason));
  return [...new Set([...found, ...refused.map(inWords)])].slice(0, MOST);
}

function containersOf({ metadata: { name }, status }: SeenPod): string[] {
  const all = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  return all.flatMap((container) => {
    const why = container.ready === true ? undefined : whyContainer(container);
    return why === undefined ? [] : [`pod ${name}, container ${container.name}: ${why}`];
  });
}

/** Of one that merely starts nothing is said. */
function whyContainer({ image = "", state = {}, lastState = {} }: ContainerStatus): string | undefined {
  const ended = state.terminated ?? lastState.terminated;
  const exit = ended === undefined || ended.exitCode === 0 ? "" : `it ended with ${ended.exitCode} (${ended.reason})`;
  const { reason = "", message = "" } = state.waiting ?? {};
  if (/Image/.test(reason)) return `image ${image}: ${reason}${message === "" ? "" : `, ${message}`}`;
  if (reason !== "" && reason !== "ContainerCreating" && reason !== "PodInitializing")
    return [reason, message, exit].filter(Boolean).join(", ");
  return exit === "" ? undefined : exit;
}

function notScheduled({ metadata: { name }, status }: SeenPod): string[] {
  const condition = status?.conditions?.find(({ type }) => type === "PodScheduled");
  return condition?.status === "False" ? [`pod ${name} has no node: ${condition.message ?? condition.reason}`] : [];
}

function failedJob({ metadata: { name }, status }: SeenJob): string[] {
  const failed = status?.conditions?.find(({ type, status: is }) => type === "Failed" && is === "True");
  return failed === undefined ? [] : [`job ${name}: ${failed.reason}, ${failed.message}`];
}

const inWords = ({ involvedObject, reason, message }: SeenEvent): string =>
  `${involvedObject?.kind ?? "object"} ${involvedObject?.name ?? ""}: ${reason}, ${message}`;

const newestFirst = (events: readonly SeenEvent[]): SeenEvent[] =>
  events.filter(({ type }) => type === "Warning").sort((a, b) => (instantOf(a) < instantOf(b) ? 1 : -1));

const instantOf = ({ lastTimestamp, eventTime }: SeenEvent): string => lastTimestamp ?? eventTime ?? "";
