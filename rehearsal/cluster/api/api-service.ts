import { createServer, type Server } from "node:https";
import type { Duplex } from "node:stream";
import type { TLSSocket } from "node:tls";
import type { Service } from "../../network/service";
import type { Pair } from "../certificates";
import type { SimulatedCluster } from "../cluster";
import type { ControlPlaneServer } from "../control-plane-server";
import { rawAnswer, type RawAnswer } from "./raw-paths";
import { statusText } from "./status-text";
import { servedBy } from "./served-cluster";

const unauthorized: RawAnswer = { status: 401, body: statusText(401, "Unauthorized", "Unauthorized") };

/** The API server: real TLS for clients from outside, a short cut for guests. */
export function apiService(cluster: SimulatedCluster, server: ControlPlaneServer): Service {
  const connections = new Set<Duplex>();
  const https = httpsServer(cluster, server.serving, connections);
  return servedBy(cluster, {
    name: "kube-apiserver",
    ended: () => cluster.context.outages.apiDown,
    certificate: { caPem: cluster.authorities.ca.pem, names: server.certificateNames },
    // A server that listens on no port: connections are handed to it from the fabric.
    accept: (stream) => {
      connections.add(stream);
      stream.once("close", () => connections.delete(stream));
      https.emit("connection", stream);
    },
    respond: ({ clientCertificate, path }) => Promise.resolve(answer(cluster, clientCertificate, path)),
  });
}

function answer(cluster: SimulatedCluster, certificate: string | undefined, path: string): RawAnswer {
  if (certificate === undefined) return anonymousAnswer(cluster, path);
  const identity = cluster.identify(certificate);
  if (!identity) return unauthorized;
  return cluster.distribution.admits(identity) ? rawAnswer(cluster, path) : forbidden(identity.user, path);
}

function anonymousAnswer(cluster: SimulatedCluster, path: string): RawAnswer {
  const { anonymousPaths } = cluster.distribution;
  if (!anonymousPaths) return unauthorized;
  return anonymousPaths.test(path) ? rawAnswer(cluster, path) : forbidden("system:anonymous", path);
}

function forbidden(user: string, path: string): RawAnswer {
  const what = `forbidden: User "${user}" cannot get path "${path}"`;
  return { status: 403, body: statusText(403, "Forbidden", what) };
}

/** Idle connections are the client's to close, as over HTTP/2: a POST on one that is closed at that moment would be lost. */
const CLIENT_GOES_FIRST_MS = 10 * 60 * 1000;

function httpsServer(cluster: SimulatedCluster, serving: Pair, connections: ReadonlySet<Duplex>): Server {
  const tls = {
    key: serving.key,
    cert: serving.certificate,
    ca: [cluster.authorities.ca.pem],
    requestCert: true,
    rejectUnauthorized: false,
  };
  const server = createServer(tls, (request, response) => {
    if (goesDown(cluster)) return connections.forEach((connection) => connection.destroy());
    const shown = (request.socket as TLSSocket).getPeerX509Certificate()?.toString();
    const realApi = cluster.answers() ? cluster.context.realApi : undefined;
    const identity = cluster.identify(shown);
    // Whom it admits at all is the simulated server's to say, and what they may do the real one's.
    if (realApi && identity) return void realApi.answer(cluster.id, identity, request, response);
    const { status, body } = answer(cluster, shown, request.url ?? "/");
    const type = body.startsWith("{") ? "application/json" : "text/plain";
    response.writeHead(status, { "content-type": type });
    response.end(body);
  });
  server.keepAliveTimeout = CLIENT_GOES_FIRST_MS;
  return server;
}

/** All connections are cut, even during a request. */
function goesDown({ context: { faults, outages, events } }: SimulatedCluster): boolean {
  if (faults.strikes("api-down")) {
    outages.endApiAfter(0);
    events.emit({ kind: "fault", fault: "api-down" });
  }
  return !outages.answersRequest();
}
