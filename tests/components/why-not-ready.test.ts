import { type SeenInNamespace, type SeenPod, whyNotReady } from "../../components/platform/why-not-ready";

const nothing: SeenInNamespace = { pods: [], jobs: [], events: [] };
const container = (state: object, more: object = {}) => ({ name: "c", image: "registry.example/c:1", state, ...more });
const pod = (status: SeenPod["status"]): SeenInNamespace => ({
  ...nothing,
  pods: [{ metadata: { name: "p" }, ...(status && { status }) }],
});

it.each<[string, SeenInNamespace, string[]]>([
  [
    "an image that cannot be pulled",
    pod({ containerStatuses: [container({ waiting: { reason: "ErrImagePull", message: "not found" } })] }),
    ["pod p, container c: image registry.example/c:1: ErrImagePull, not found"],
  ],
  [
    "a container that ends again and again",
    pod({
      containerStatuses: [
        container(
          { waiting: { reason: "CrashLoopBackOff", message: "back-off 10s" } },
          { lastState: { terminated: { exitCode: 3, reason: "Error" } } },
        ),
      ],
    }),
    ["pod p, container c: CrashLoopBackOff, back-off 10s, it ended with 3 (Error)"],
  ],
  [
    "an init container that failed",
    pod({ initContainerStatuses: [container({ terminated: { exitCode: 1, reason: "Error" } })] }),
    ["pod p, container c: it ended with 1 (Error)"],
  ],
  [
    "a pod without a node",
    pod({ conditions: [{ type: "PodScheduled", status: "False", message: "0/2 nodes: Insufficient memory" }] }),
    ["pod p has no node: 0/2 nodes: Insufficient memory"],
  ],
  [
    "a Job that failed",
    {
      ...nothing,
      jobs: [
        {
          metadata: { name: "hook" },
          status: { conditions: [{ type: "Failed", status: "True", reason: "BackoffLimitExceeded", message: "m" }] },
        },
      ],
    },
    ["job hook: BackoffLimitExceeded, m"],
  ],
  [
    "pods that were never created, by the newest event about them",
    {
      ...nothing,
      events: ["exceeded quota: old", "exceeded quota: new"].map((message, index) => ({
        type: "Warning",
        reason: "FailedCreate",
        message,
        involvedObject: { kind: "ReplicaSet", name: "r" },
        lastTimestamp: `2026-01-01T00:00:0${index}Z`,
      })),
    },
    ["ReplicaSet r: FailedCreate, exceeded quota: new", "ReplicaSet r: FailedCreate, exceeded quota: old"],
  ],
  [
    "a container that merely starts",
    pod({ containerStatuses: [container({ waiting: { reason: "ContainerCreating" } })] }),
    [],
  ],
  [
    "a pod that is done",
    pod({ phase: "Succeeded", containerStatuses: [container({ terminated: { exitCode: 0 } })] }),
    [],
  ],
])("%s is said as it is", (_, seen, said) => {
  expect(whyNotReady(seen)).toEqual(said);
});
