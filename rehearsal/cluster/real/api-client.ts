import type { ApiAnswer, ApiObject } from "../../real-kubernetes";

/** Asks the API server as an administrator. */
export interface ApiClient {
  ask(method: string, path: string, body?: unknown): Promise<ApiAnswer>;
  /** Tells of every object of a list, and of each change from then on, until the signal is aborted. */
  watch(path: string, changed: (change: ApiChange) => void, signal: AbortSignal): void;
}

export interface ApiChange {
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly object: ApiObject;
}

/** The API server's no to something that the simulation itself wants, in its words. */
export class ApiRefusal extends Error {
  readonly status: number;

  constructor(method: string, path: string, { status, body }: ApiAnswer) {
    super(`the API server refuses ${method} ${path} of the simulation (${status}): ${JSON.stringify(body)}`);
    this.name = "ApiRefusal";
    this.status = status;
  }
}

/** Asks, and throws for whatever is not granted; `but` are statuses that are as good. */
export async function must(
  api: Pick<ApiClient, "ask">,
  [method, path, body]: readonly [method: string, path: string, body?: unknown],
  ...but: readonly number[]
): Promise<ApiObject> {
  const answer = await api.ask(method, path, body);
  if (answer.status < 300 || but.includes(answer.status)) return answer.body as ApiObject;
  throw new ApiRefusal(method, path, answer);
}

/** Whether a pod is ready, and stays. */
export function isReadyPod(pod: ApiObject): boolean {
  const { conditions = [] } = (pod["status"] ?? {}) as { conditions?: readonly { type: string; status: string }[] };
  const isSaid = conditions.some(({ type, status }) => type === "Ready" && status === "True");
  return isSaid && metaOf(pod).deletionTimestamp === undefined;
}

/** `metadata` of an object. */
export interface ObjectMeta {
  readonly name: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly deletionTimestamp?: string;
  readonly deletionGracePeriodSeconds?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly { readonly kind: string; readonly name: string; readonly controller?: boolean }[];
}

export const metaOf = (object: ApiObject): ObjectMeta => object["metadata"] as ObjectMeta;
