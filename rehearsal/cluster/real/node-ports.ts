import type { ApiObject } from "../../real-kubernetes";
import { isReadyPod, must, type ApiClient } from "./api-client";
import { addressesOf, giveAddresses, type Service } from "./service";

const DAEMON_SETS = "/apis/apps/v1/namespaces/kube-system/daemonsets";
const TOLERATED = ["node-role.kubernetes.io/control-plane", "CriticalAddonsOnly"];

/**
 * k3s' ServiceLB: a DaemonSet holds the ports of each Service on every node where they are free, and the Service gets the
 * addresses of the nodes where its pods are ready. Two Services of one port: the second one's pods find no node.
 */
export class NodePorts {
  private readonly api: Pick<ApiClient, "ask">;
  private readonly made = new Set<string>();
  /** Domain of its labels. */
  private readonly controller: string;

  constructor(api: Pick<ApiClient, "ask">, controller: string) {
    this.api = api;
    this.controller = controller;
  }

  async serve(services: readonly Service[]): Promise<void> {
    const names = new Set(services.map(daemonSetName));
    for (const gone of [...this.made].filter((name) => !names.has(name))) await this.remove(gone);
    for (const service of services) await this.hold(service);
  }

  private async remove(name: string): Promise<void> {
    await must(this.api, ["DELETE", `${DAEMON_SETS}/${name}`], 404);
    this.made.delete(name);
  }

  private async hold(service: Service): Promise<void> {
    const name = daemonSetName(service);
    if (!this.made.has(name)) await must(this.api, ["POST", DAEMON_SETS, daemonSet(service, this.controller)], 409);
    this.made.add(name);
    const selected = Object.entries(labelsOf(service, this.controller)).map(([key, value]) => `${key}=${value}`);
    const selector = encodeURIComponent(selected.join());
    const { items } = await must(this.api, ["GET", `/api/v1/namespaces/kube-system/pods?labelSelector=${selector}`]);
    const addresses = (items as ApiObject[]).filter(isReadyPod).flatMap(hostAddress).sort();
    if (addresses.join() !== addressesOf(service).sort().join()) await giveAddresses(this.api, service, addresses);
  }
}

const daemonSetName = ({ metadata: { name, uid = "" } }: Service): string => `svclb-${name}-${uid.slice(0, 8)}`;

/** Labels of the pods that hold a Service's ports (k3s-io/k3s, pkg/cloudprovider/servicelb.go). */
function labelsOf({ metadata: { name, namespace } }: Service, controller: string): Record<string, string> {
  return { [`${controller}/svcname`]: name, [`${controller}/svcnamespace`]: namespace };
}

function daemonSet(service: Service, controller: string): ApiObject {
  const labels = { app: daemonSetName(service), ...labelsOf(service, controller) };
  const containers = (service.spec.ports ?? []).map(({ port, protocol = "TCP" }) => ({
    name: `lb-${protocol.toLowerCase()}-${port}`,
    image: "rancher/klipper-lb:v0.4.13",
    ports: [{ containerPort: port, hostPort: port, protocol }],
  }));
  const tolerations = TOLERATED.map((key) => ({ key, operator: "Exists" }));
  return {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: { name: labels.app, labels },
    spec: {
      selector: { matchLabels: { app: labels.app } },
      template: { metadata: { labels }, spec: { priorityClassName: "system-node-critical", tolerations, containers } },
    },
  };
}

const hostAddress = (pod: ApiObject): string[] => {
  const { hostIP } = (pod["status"] ?? {}) as { hostIP?: string };
  return hostIP === undefined ? [] : [hostIP];
};
