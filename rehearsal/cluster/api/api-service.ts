import { createServer, type Server } from "node:https";
import type { TLSSocket } from "node:tls";
import type { FabricResponse, Service } from "../../network/service";
import type { ServerRuntime } from "../rke2/server-runtime";
import { rawAnswer, statusText } from "./raw-paths";

const unauthorized: FabricResponse = { status: 401, body: statusText(401, "Unauthorized", "Unauthorized") };

/** The API server: real TLS for clients from outside, a short cut for guests. Anonymous requests are refused, as RKE2 sets it. */
export function apiService(server: ServerRuntime): Service {
  const { cluster } = server;
  const https = httpsServer(server);
  return {
    name: "kube-apiserver",
    certificate: { caPem: cluster.authorities.ca.pem, names: server.certificateNames },
    // A server that listens on no port: connections are handed to it from the fabric.
    accept: (stream) => void https.emit("connection", stream),
    respond: ({ clientCertificate, path }) =>
      Promise.resolve(
        clientCertificate?.trim() === cluster.authorities.admin.certificate.trim()
          ? rawAnswer(cluster, path)
          : unauthorized,
      ),
  };
}

function httpsServer({ cluster, serving }: ServerRuntime): Server {
  const tls = {
    key: serving.key,
    cert: serving.certificate,
    ca: [cluster.authorities.ca.pem],
    requestCert: true,
    rejectUnauthorized: false,
  };
  return createServer(tls, (request, response) => {
    const { authorized } = request.socket as TLSSocket;
    const { status, body } = authorized ? rawAnswer(cluster, request.url ?? "/") : unauthorized;
    const type = body.toString().startsWith("{") ? "application/json" : "text/plain";
    response.writeHead(status, { "content-type": type });
    response.end(body);
  });
}
