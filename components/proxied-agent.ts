import * as http from "node:http";
import * as https from "node:https";
import type { Duplex } from "node:stream";
import { connect, type ConnectionOptions } from "node:tls";

type Connected = (error: Error | null, stream: Duplex) => void;

/** Speaks TLS with the server through a proxy's CONNECT, as Go's HTTP client does. */
export class ProxiedAgent extends https.Agent {
  private readonly proxy: URL;

  constructor(proxy: URL, options: https.AgentOptions) {
    super(options);
    this.proxy = proxy;
    if (!/^https?:$/.test(proxy.protocol)) {
      throw new Error(
        `HTTPS_PROXY: not a proxy we can go through, got ${proxy.protocol}//, ` +
          "must be one for HTTP, e.g. http://proxy.lan:3128; name the host in NO_PROXY to reach it without",
      );
    }
  }

  override createConnection(options: http.ClientRequestArgs, connected?: Connected): undefined {
    const done = connected as (error: Error | null, stream?: Duplex) => void;
    const { request } = this.proxy.protocol === "https:" ? https : http;
    const asked = request(this.proxy, {
      method: "CONNECT",
      path: `${options.host}:${options.port}`,
      ...authorization(this.proxy),
    });
    asked.on("error", done);
    asked.on("connect", ({ statusCode }, socket) => {
      if (statusCode === 200) done(null, connect({ ...(options as ConnectionOptions), socket }));
      else done(new Error(`the proxy ${this.proxy.host} answered ${statusCode}`));
    });
    asked.end();
    return undefined;
  }
}

function authorization({ username, password }: URL): http.RequestOptions {
  if (username === "") return {};
  const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { headers: { "Proxy-Authorization": `Basic ${Buffer.from(login).toString("base64")}` } };
}
