import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import type { Pair } from "../certificates";

const KUBELET_PORT = 10250;

/** Takes connections. */
export type Listener = (connection: Duplex) => void;

/** Who answers the API server inside the cluster. */
export interface InCluster {
  /** Whether a kubelet listens at the address. */
  hasKubelet(address: string): boolean;
  /** What a kubelet says of its pods, e.g. at `/containerLogs/<namespace>/<pod>/<container>`; undefined where there is none. */
  kubeletAnswer(address: string, path: string): string | undefined;
  /** Who listens at the address of a Service or of a pod. */
  listener(host: string, port: number): Listener | undefined;
}

/**
 * The only way from the API server into the cluster (`--egress-selector-config-file`): kubelets are asked for logs, webhooks
 * and aggregated APIs are called. What nobody in the simulation serves is refused, as by an address where nobody listens.
 */
export class EgressProxy {
  /** Set by the simulation of the cluster. */
  cluster: InCluster | undefined;
  private readonly proxy: Server;
  private readonly kubelets: Server;

  private constructor({ certificate, key }: Pair, caPem: string) {
    this.proxy = createServer({ cert: certificate, key, ca: [caPem], requestCert: true });
    this.kubelets = createServer({ cert: certificate, key }, ({ headers, url = "" }, response) => {
      const [address = ""] = (headers.host ?? "").split(":");
      const said = this.cluster?.kubeletAnswer(address, url);
      response.writeHead(said === undefined ? 404 : 200, { "content-type": "text/plain" }).end(said ?? "not found\n");
    });
    this.proxy.on("connect", ({ url = "" }, connection: Duplex) => this.connect(url, connection));
  }

  /** Shows this certificate, and takes clients of this authority alone. */
  static async start(shown: Pair, caPem: string): Promise<EgressProxy> {
    const egress = new EgressProxy(shown, caPem);
    await new Promise<void>((resolve) => egress.proxy.listen(0, "127.0.0.1", resolve));
    return egress;
  }

  get port(): number {
    return (this.proxy.address() as AddressInfo).port;
  }

  close(): Promise<void> {
    this.proxy.closeAllConnections();
    return new Promise((resolve) => this.proxy.close(() => resolve()));
  }

  private connect(target: string, connection: Duplex): void {
    connection.on("error", () => connection.destroy());
    const [, host = "", port = ""] = /^\[?([^\]]*)\]?:(\d+)$/.exec(target) ?? [];
    const listener = this.listener(host, Number(port));
    if (!listener) return void connection.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
    connection.write("HTTP/1.1 200 Connection established\r\n\r\n");
    listener(connection);
  }

  private listener(host: string, port: number): Listener | undefined {
    if (port === KUBELET_PORT && this.cluster?.hasKubelet(host) === true)
      return (connection) => void this.kubelets.emit("connection", connection);
    return this.cluster?.listener(host, port);
  }
}
