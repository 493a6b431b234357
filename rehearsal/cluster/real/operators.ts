import { MADE_BY } from "../../charts/stand-in-chart";
import type { ApiObject } from "../../real-kubernetes";
import { metaOf, must, type ApiClient } from "./api-client";

const PLURALS: Readonly<Record<string, string>> = { DaemonSet: "daemonsets", StatefulSet: "statefulsets" };

/**
 * Operators as far as clients of the API see them: once one runs it makes what its chart's facts say that it makes, and what
 * it has made goes with the chart.
 */
export class Operators {
  private readonly api: Pick<ApiClient, "ask">;
  /** Resource versions of what was worked through. */
  private readonly done = new Map<string, string>();

  constructor(api: Pick<ApiClient, "ask">) {
    this.api = api;
  }

  async work(): Promise<void> {
    const { items } = await must(this.api, ["GET", `/api/v1/configmaps?labelSelector=${encodeURIComponent(MADE_BY)}`]);
    for (const order of items as ApiObject[]) await this.fulfil(order);
  }

  private async fulfil(order: ApiObject): Promise<void> {
    const { uid = "", resourceVersion = "", namespace = "", labels, deletionTimestamp } = metaOf(order);
    if (this.done.get(uid) === resourceVersion || deletionTimestamp !== undefined) return;
    if (!(await this.runs(namespace, labels?.[MADE_BY] ?? ""))) return;
    await this.make(order, namespace);
    this.done.set(uid, resourceVersion);
  }

  private async runs(namespace: string, operator: string): Promise<boolean> {
    const found = await must(this.api, ["GET", `/apis/apps/v1/namespaces/${namespace}/deployments/${operator}`], 404);
    return ((found["status"] ?? {}) as { availableReplicas?: number }).availableReplicas !== undefined;
  }

  private async make(order: ApiObject, namespace: string): Promise<void> {
    const object = JSON.parse((order["data"] as { object: string }).object) as ApiObject;
    const { name, uid } = metaOf(order);
    const ownerReferences = [{ apiVersion: "v1", kind: "ConfigMap", name, uid, controller: true }];
    const path = `/apis/apps/v1/namespaces/${namespace}/${PLURALS[String(object["kind"])]}`;
    const owned = { ...object, metadata: { ...metaOf(object), namespace, ownerReferences } };
    const { status } = await this.api.ask("POST", path, owned);
    if (status === 409) await must(this.api, ["PATCH", `${path}/${metaOf(object).name}`, { spec: object["spec"] }]);
    else if (status >= 300) await must(this.api, ["POST", path, owned]);
  }
}
