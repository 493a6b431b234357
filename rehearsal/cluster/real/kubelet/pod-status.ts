import type { ApiObject } from "../../../real-kubernetes";
import { now, type ContainerRun } from "./container-run";
import type { BoundPod } from "./pod";

/** What a kubelet knows of a pod besides what the API holds. */
export interface PodRun {
  readonly pod: BoundPod;
  readonly inits: readonly ContainerRun[];
  readonly mains: readonly ContainerRun[];
  readonly startedAt: string;
  readonly hostIP: string;
  /** Undefined until its sandbox is there. */
  readonly podIP: string | undefined;
}

/** `status` of a pod, as a kubelet writes it (kubelet, generateAPIPodStatus). */
export function podStatus(run: PodRun): ApiObject {
  const { inits, mains, startedAt, hostIP, podIP } = run;
  const phase = phaseOf(run);
  return {
    phase,
    startTime: startedAt,
    hostIP,
    hostIPs: [{ ip: hostIP }],
    ...(podIP !== undefined && { podIP, podIPs: [{ ip: podIP }] }),
    conditions: conditionsOf(run, phase),
    ...(inits.length > 0 && { initContainerStatuses: inits.map(initStatus) }),
    containerStatuses: mains.map(containerStatus),
  };
}

type Phase = "Pending" | "Running" | "Succeeded" | "Failed";

function phaseOf({ inits, mains, pod }: PodRun): Phase {
  const failedInit = inits.some(({ ended }) => ended !== undefined && ended.exitCode !== 0);
  if (failedInit && pod.spec.restartPolicy === "Never") return "Failed";
  if (!initialized(inits) || mains.every(neverRan)) return "Pending";
  if (!mains.every(({ ended }) => ended) || pod.spec.restartPolicy === "Always") return "Running";
  if (mains.every(({ ended }) => ended?.exitCode === 0)) return "Succeeded";
  return pod.spec.restartPolicy === "Never" ? "Failed" : "Running";
}

const neverRan = ({ runs, ended, last }: ContainerRun): boolean => !runs && ended === undefined && last === undefined;

const initialized = (inits: readonly ContainerRun[]): boolean =>
  inits.every(({ spec, ended, runs }) => (spec.restartPolicy === "Always" ? runs : ended?.exitCode === 0));

function conditionsOf({ pod, inits, mains, podIP }: PodRun, phase: Phase): readonly ApiObject[] {
  const isOver = phase === "Succeeded" || phase === "Failed";
  const unready = mains.filter(({ ready }) => !ready).map(({ spec }) => spec.name);
  const why = phase === "Succeeded" ? "PodCompleted" : "ContainersNotReady";
  const words = `containers with unready status: [${unready.join(" ")}]`;
  const containersReady = !isOver && unready.length === 0 ? undefined : { reason: why, message: words };
  const gates = (pod.spec.readinessGates ?? []).every(({ conditionType }) =>
    (pod.status?.conditions ?? []).some(({ type, status }) => type === conditionType && status === "True"),
  );
  const notGated = gates ? undefined : { reason: "ReadinessGatesNotReady" };
  return [
    condition("PodReadyToStartContainers", podIP !== undefined && !isOver ? undefined : {}),
    condition("Initialized", initialized(inits) ? undefined : { reason: "ContainersNotInitialized" }),
    condition("Ready", containersReady ?? notGated),
    condition("ContainersReady", containersReady),
    condition("PodScheduled", undefined),
    ...(pod.status?.conditions ?? []).filter(({ type }) => !OWN.has(String(type))),
  ];
}

const OWN = new Set(["PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled"]);

/** True without a reason against it. */
function condition(type: string, against: Readonly<Record<string, string>> | undefined): ApiObject {
  return { type, status: against === undefined ? "True" : "False", lastTransitionTime: now(), ...against };
}

/** One that has done its work counts as ready. */
function initStatus(run: ContainerRun): ApiObject {
  return { ...containerStatus(run), ready: run.ready || run.ended?.exitCode === 0 };
}

function containerStatus({ spec, state, last, ready, restarts, runs, ended }: ContainerRun): ApiObject {
  const isThere = runs || ended !== undefined;
  return {
    name: spec.name,
    image: spec.image,
    imageID: isThere ? `${spec.image.replace(/[:@][^/]*$/, "")}@sha256:${"0".repeat(64)}` : "",
    ...(isThere && { containerID: `containerd://${spec.name}` }),
    ready,
    started: runs,
    restartCount: restarts,
    state,
    lastState: last === undefined ? {} : { terminated: last },
  };
}
