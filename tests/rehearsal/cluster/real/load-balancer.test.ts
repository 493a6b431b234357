import { LoadBalancer } from "../../../../rehearsal/cluster/real/load-balancer";
import { FakeApi } from "../../../support/fake-api";

const SERVICES = "/api/v1/namespaces/web/services";
const CILIUM = {
  by: "cilium",
  ranges: [
    { from: "10.0.0.50", to: "10.0.0.51" },
    { from: "10.0.0.60", to: "10.0.0.60", only: "dns" },
  ],
} as const;

function withServices(...services: readonly (readonly [name: string, annotations?: Record<string, string>])[]) {
  const api = new FakeApi();
  for (const [name, annotations = {}] of services)
    api.put(`${SERVICES}/${name}`, {
      metadata: { annotations },
      spec: { type: "LoadBalancer", ports: [{ port: 80 }] },
    });
  return api;
}

function addressOf(api: FakeApi, name: string): unknown {
  const { loadBalancer } = (api.get(`${SERVICES}/${name}`)?.["status"] ?? {}) as {
    loadBalancer?: { ingress: { ip: string }[] };
  };
  return loadBalancer?.ingress.map(({ ip }) => ip);
}

test("Cilium gives each Service an address of its pool until there is none", async () => {
  const api = withServices(["a"], ["b"], ["c"]);
  await new LoadBalancer(api, CILIUM).work();
  expect(["a", "b", "c"].map((name) => addressOf(api, name))).toEqual([["10.0.0.50"], ["10.0.0.51"], undefined]);
});

test("Cilium keeps a reserved address for the Service of its name", async () => {
  const wants = { "lbipam.cilium.io/ips": "10.0.0.60" };
  const api = withServices(["other", wants], ["dns", wants]);
  await new LoadBalancer(api, CILIUM).work();
  expect([addressOf(api, "other"), addressOf(api, "dns")]).toEqual([undefined, ["10.0.0.60"]]);
});

test("a Service of an address that is taken, outside, or asked for in another's words stays pending or gets any", async () => {
  const api = withServices(
    ["first", { "lbipam.cilium.io/ips": "10.0.0.50" }],
    ["second", { "lbipam.cilium.io/ips": "10.0.0.50" }],
    ["outside", { "lbipam.cilium.io/ips": "10.9.9.9" }],
    ["metallbs", { "metallb.io/loadBalancerIPs": "10.9.9.9" }],
  );
  await new LoadBalancer(api, CILIUM).work();
  expect(["first", "second", "outside", "metallbs"].map((name) => addressOf(api, name))).toEqual([
    ["10.0.0.50"],
    undefined,
    undefined,
    ["10.0.0.51"],
  ]);
});

test("ServiceLB holds a Service's ports on nodes, and gives it those where its pods are ready", async () => {
  const api = withServices(["web"]);
  const balancer = new LoadBalancer(api, { by: "nodes", controller: "svccontroller.k3s.cattle.io" });
  await balancer.work();
  expect(addressOf(api, "web")).toBeUndefined();
  const held = api.get("/apis/apps/v1/namespaces/kube-system/daemonsets/svclb-web-uid-web");
  expect(held).toMatchObject({ spec: { template: { spec: { containers: [{ ports: [{ hostPort: 80 }] }] } } } });
  const labels = { "svccontroller.k3s.cattle.io/svcname": "web", "svccontroller.k3s.cattle.io/svcnamespace": "web" };
  const pod = (name: string, hostIP: string, status: string) =>
    api.put(`/api/v1/namespaces/kube-system/pods/${name}`, {
      metadata: { labels },
      status: { hostIP, conditions: [{ type: "Ready", status }] },
    });
  pod("one", "10.0.0.11", "True");
  pod("two", "10.0.0.12", "False");
  await balancer.work();
  expect(addressOf(api, "web")).toEqual(["10.0.0.11"]);
});

test("ServiceLB lets go of the ports of a Service that is gone", async () => {
  const api = withServices(["web"]);
  const balancer = new LoadBalancer(api, { by: "nodes", controller: "svccontroller.k3s.cattle.io" });
  await balancer.work();
  await api.ask("DELETE", `${SERVICES}/web`);
  await balancer.work();
  expect(api.get("/apis/apps/v1/namespaces/kube-system/daemonsets/svclb-web-uid-web")).toBeUndefined();
});

test("without anybody who gives addresses a Service stays pending", async () => {
  const api = withServices(["web"]);
  await new LoadBalancer(api).work();
  expect(addressOf(api, "web")).toBeUndefined();
});
