import type { ApiObject } from "../../real-kubernetes";
import { isReadyPod, must, type ApiClient } from "./api-client";

/** The device plugin that the GPU Operator runs (NVIDIA/gpu-operator, assets/state-device-plugin). */
const PLUGIN = "nvidia-device-plugin-daemonset";
const RESOURCE = "nvidia.com/gpu";

/** A kubelet offers the GPU of its machine once the device plugin runs there, and no longer than that. */
export class GpuNodes {
  private readonly api: Pick<ApiClient, "ask">;
  private readonly offering = new Set<string>();

  constructor(api: Pick<ApiClient, "ask">) {
    this.api = api;
  }

  async work(): Promise<void> {
    const selector = encodeURIComponent(`app.kubernetes.io/name=${PLUGIN}`);
    const { items } = await must(this.api, ["GET", `/api/v1/pods?labelSelector=${selector}`]);
    const now = new Set((items as ApiObject[]).filter(isReadyPod).flatMap(nodeOf));
    for (const node of now) if (!this.offering.has(node)) await this.offer(node, "1");
    for (const node of [...this.offering]) if (!now.has(node)) await this.offer(node, "0");
  }

  private async offer(node: string, count: string): Promise<void> {
    const status = { capacity: { [RESOURCE]: count }, allocatable: { [RESOURCE]: count } };
    await must(this.api, ["PATCH", `/api/v1/nodes/${node}/status`, { status }], 404);
    if (count === "0") this.offering.delete(node);
    else this.offering.add(node);
  }
}

const nodeOf = (pod: ApiObject): string[] => {
  const { nodeName } = pod["spec"] as { nodeName?: string };
  return nodeName === undefined ? [] : [nodeName];
};
