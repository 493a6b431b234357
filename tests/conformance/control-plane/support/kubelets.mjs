// Stands in for kubelets beside a real API server: keeps nodes alive and Ready, runs the pods that are scheduled on them,
// and lets go of those that are deleted. The nodes of /run/silent it leaves alone. Its argument is a kubeconfig.
import { readFileSync } from "node:fs";
import https from "node:https";

const kubeconfig = readFileSync(process.argv[2], "utf8");
const field = (name) => new RegExp(`${name}: (\\S+)`).exec(kubeconfig)[1];
const pem = (name) => Buffer.from(field(name), "base64");
const server = new URL(field("server"));
const agent = new https.Agent({
  keepAlive: true,
  ca: pem("certificate-authority-data"),
  cert: pem("client-certificate-data"),
  key: pem("client-key-data"),
});
const MERGE = "application/strategic-merge-patch+json";

function call(method, path, body, type = "application/json") {
  return new Promise((resolve) => {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const headers = text === undefined ? {} : { "content-type": type, "content-length": Buffer.byteLength(text) };
    const options = { host: server.hostname, port: server.port, agent, method, path, headers };
    const request = https.request(options, (response) => {
      let answer = "";
      response.on("data", (chunk) => (answer += chunk));
      response.on("end", () => resolve({ status: response.statusCode, body: JSON.parse(answer || "{}") }));
    });
    request.on("error", () => resolve({ status: 0, body: {} }));
    request.end(text);
  });
}

const now = () => new Date().toISOString().replace(/\.\d+Z/, "Z");

function silent() {
  try {
    return readFileSync("/run/silent", "utf8").split("\n");
  } catch {
    return [];
  }
}

async function beat(node) {
  const { name } = node.metadata;
  const leases = "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases";
  const spec = {
    holderIdentity: name,
    leaseDurationSeconds: 40,
    renewTime: new Date().toISOString().replace("Z", "000Z"),
  };
  const lease = { apiVersion: "coordination.k8s.io/v1", kind: "Lease", metadata: { name }, spec };
  const { status } = await call("PATCH", `${leases}/${name}`, { spec }, "application/merge-patch+json");
  if (status === 404) await call("POST", leases, lease);
  if (node.status.conditions?.some(({ type, status }) => type === "Ready" && status === "True")) return;
  const at = { lastHeartbeatTime: now(), lastTransitionTime: now() };
  const ready = {
    type: "Ready",
    status: "True",
    reason: "KubeletReady",
    message: "kubelet is posting ready status",
    ...at,
  };
  await call("PATCH", `/api/v1/nodes/${name}/status`, { status: { conditions: [ready] } }, MERGE);
}

async function tend(pod) {
  const { namespace, name, uid, deletionTimestamp } = pod.metadata;
  const path = `/api/v1/namespaces/${namespace}/pods/${name}`;
  if (deletionTimestamp) {
    const options = { kind: "DeleteOptions", apiVersion: "v1", gracePeriodSeconds: 0, preconditions: { uid } };
    return call("DELETE", path, options);
  }
  if (pod.status.phase === "Running") return undefined;
  const conditions = ["Initialized", "ContainersReady", "Ready"].map((type) => ({
    type,
    status: "True",
    lastTransitionTime: now(),
  }));
  return call("PATCH", `${path}/status`, { status: { phase: "Running", startTime: now(), conditions } }, MERGE);
}

async function round() {
  const quiet = silent();
  const nodes = ((await call("GET", "/api/v1/nodes")).body.items ?? []).filter(
    ({ metadata }) => !quiet.includes(metadata.name),
  );
  const names = nodes.map(({ metadata }) => metadata.name);
  const pods = (await call("GET", "/api/v1/pods")).body.items ?? [];
  await Promise.all([...nodes.map(beat), ...pods.filter(({ spec }) => names.includes(spec.nodeName)).map(tend)]);
  setTimeout(round, 500);
}

console.log("tends");
void round();
