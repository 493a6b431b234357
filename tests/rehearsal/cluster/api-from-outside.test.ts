import { connect as connectTls, type TLSSocket } from "node:tls";
import { createConnection, type Socket } from "node:net";
import { parse } from "yaml";
import { renderKubeconfig } from "../../../model/render/kubeconfig";
import { clusterSimulation, cp1, initCluster, on, plan, type ClusterSimulation } from "./support";

interface Kubeconfig {
  readonly clusters: readonly { readonly cluster: Readonly<Record<string, string>> }[];
  readonly users: readonly { readonly user: Readonly<Record<string, string>> }[];
}

let simulation: ClusterSimulation;
beforeAll(async () => {
  simulation = await clusterSimulation();
  await initCluster(simulation, cp1);
});
afterAll(() => simulation.close());

test("the exported kubeconfig reaches the API through the proxy, with verified certificates", async () => {
  const { stdout } = await on(simulation, cp1, "sudo -n cat /etc/rancher/rke2/rke2.yaml");
  const text = renderKubeconfig(stdout, {
    clusterName: plan.cluster.name,
    endpointAddress: plan.cluster.endpointAddress,
  });
  const nodes = await get(parse(text) as Kubeconfig, "/api/v1/nodes");
  expect(nodes.status).toBe(200);
  expect((JSON.parse(nodes.body) as { items: { metadata: { name: string } }[] }).items[0]?.metadata.name).toBe(
    cp1.name,
  );
  expect((await get(parse(text) as Kubeconfig, "/readyz")).body).toBe("ok");
});

test("nobody gets in without the administrator's certificate", async () => {
  const { stdout } = await on(simulation, cp1, "sudo -n cat /etc/rancher/rke2/rke2.yaml");
  const config = parse(
    renderKubeconfig(stdout, { clusterName: "x", endpointAddress: plan.cluster.endpointAddress }),
  ) as Kubeconfig;
  expect((await get({ ...config, users: [] }, "/readyz")).status).toBe(401);
});

/** One HTTPS request through the proxy, as kubectl would make it. */
async function get({ clusters, users }: Kubeconfig, path: string): Promise<{ status: number; body: string }> {
  const { server = "", ...cluster } = clusters[0]?.cluster ?? {};
  const { hostname, port } = new URL(server);
  const socket = await tunnel(hostname, Number(port));
  const decode = (value: string | undefined): string | undefined =>
    value === undefined ? undefined : Buffer.from(value, "base64").toString();
  const tls = connectTls({
    socket,
    host: hostname,
    ca: decode(cluster["certificate-authority-data"]),
    cert: decode(users[0]?.user["client-certificate-data"]),
    key: decode(users[0]?.user["client-key-data"]),
  });
  await new Promise<void>((resolve, reject) => tls.once("secureConnect", resolve).once("error", reject));
  tls.write(`GET ${path} HTTP/1.1\r\nHost: ${hostname}\r\nConnection: close\r\n\r\n`);
  const text = await all(tls);
  const [head = "", ...body] = text.split("\r\n\r\n");
  return { status: Number(head.split(" ")[1]), body: unchunk(head, body.join("\r\n\r\n")) };
}

async function tunnel(host: string, port: number): Promise<Socket> {
  const socket = createConnection({ ...simulation.network.proxy, noDelay: true });
  socket.write(`CONNECT ${host}:${port} HTTP/1.1\r\n\r\n`);
  await new Promise((resolve) => socket.once("data", resolve));
  return socket;
}

async function all(stream: TLSSocket): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function unchunk(head: string, body: string): string {
  if (!/transfer-encoding: chunked/i.test(head)) return body;
  const size = Number.parseInt(body, 16);
  const start = body.indexOf("\r\n") + 2;
  return size === 0 ? "" : body.slice(start, start + size) + unchunk(head, body.slice(start + size + 2));
}
