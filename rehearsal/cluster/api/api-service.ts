import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { TLSSocket } from "node:tls";
import type { FabricResponse, Service } from "../../network/service";
import type { ServerRuntime } from "../rke2/server-runtime";
import { rawAnswer } from "./raw-paths";

const unauthorized: FabricResponse = {
  status: 401,
  body: JSON.stringify({
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Failure",
    message: "Unauthorized",
    reason: "Unauthorized",
    code: 401,
  }),
};

/** The API server: real TLS for clients from outside, a short cut for guests. Anonymous requests are refused, as RKE2 sets it. */
export function apiService(server: ServerRuntime): Service {
  const { cluster } = server;
  const http = httpServer(server);
  return {
    name: "kube-apiserver",
    certificate: { caPem: cluster.authorities.ca.pem, names: server.certificateNames },
    accept: (stream) => acceptTls(server, http, stream),
    respond: ({ clientCertificate, path }) =>
      Promise.resolve(
        clientCertificate?.trim() === cluster.authorities.admin.certificate.trim()
          ? rawAnswer(cluster, path)
          : unauthorized,
      ),
  };
}

function acceptTls({ cluster, serving }: ServerRuntime, http: Server, stream: Duplex): void {
  const socket = new TLSSocket(stream, {
    isServer: true,
    key: serving.key,
    cert: serving.certificate,
    ca: [cluster.authorities.ca.pem],
    requestCert: true,
    rejectUnauthorized: false,
  });
  socket.on("error", () => socket.destroy());
  http.emit("connection", socket);
}

function httpServer({ cluster }: ServerRuntime): Server {
  return createServer((request: IncomingMessage, response: ServerResponse) => {
    const { authorized } = request.socket as TLSSocket;
    const answer = authorized ? rawAnswer(cluster, request.url ?? "/") : unauthorized;
    const type = answer.body.toString().startsWith("{") ? "application/json" : "text/plain";
    response.writeHead(answer.status, { "content-type": type });
    response.end(answer.body);
  });
}
