import type { Kubectl } from "./real-kubectl";

interface Pod {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: {
    readonly nodeName?: string;
    readonly priorityClassName?: string;
    readonly containers: readonly { readonly resources?: { readonly limits?: Readonly<Record<string, string>> } }[];
  };
  readonly status: {
    readonly phase: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

async function podsOf(kubectl: Kubectl): Promise<readonly Pod[]> {
  return (JSON.parse(await kubectl("get pods -A -o json")) as { items: readonly Pod[] }).items;
}

const nameOf = ({ metadata }: Pod): string => `${metadata.namespace}/${metadata.name}`;

/** Pods that are neither ready nor done, by name. */
export async function unreadyPods(kubectl: Kubectl): Promise<string[]> {
  const isReady = ({ status }: Pod): boolean =>
    status.phase === "Succeeded" ||
    (status.conditions ?? []).some((one) => one.type === "Ready" && one.status === "True");
  return (await podsOf(kubectl)).filter((pod) => !isReady(pod)).map(nameOf);
}

/** Pods with a limit of CPU, by name, but the one whose limit the plugin cannot take away (docs/decisions/0146). */
export async function podsWithCpuLimits(kubectl: Kubectl): Promise<string[]> {
  const limits = ({ spec }: Pod): boolean =>
    spec.containers.some(({ resources }) => resources?.limits?.["cpu"] !== undefined);
  return (await podsOf(kubectl))
    .filter(limits)
    .map(nameOf)
    .filter((name) => !/^gpu-operator\/gpu-operator-[0-9a-z]+-[0-9a-z]{5}$/.test(name));
}

/** Asks until the answer is what is waited for: what operators make comes after the release. */
export async function eventually(ask: () => Promise<string>, wanted: string): Promise<string> {
  for (let left = 200; left > 0; left--) {
    const answer = await ask().catch((error: unknown) => String(error));
    if (answer === wanted) return answer;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return ask();
}
