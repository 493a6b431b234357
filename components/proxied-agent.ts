import * as http from "node:http";
import * as https from "node:https";
import type { Duplex } from "node:stream";
import { connect, type ConnectionOptions } from "node:tls";
import { throughSocks5 } from "./socks5";

type Connected = (error: Error | null, stream: Duplex) => void;

/** Speaks TLS with the server through a proxy, with HTTP CONNECT or SOCKS5, as Go's HTTP client does. */
export class ProxiedAgent extends https.Agent {
  private readonly proxy: URL;

  constructor(proxy: URL, options: https.AgentOptions) {
    super(options);
    this.proxy = proxy;
    if (!/^(?:https?|socks5h?):$/.test(proxy.protocol)) {
      throw new Error(
        `HTTPS_PROXY: unsupported proxy, got ${proxy.protocol}//, must be one for HTTP or SOCKS5, ` +
          "e.g. http://proxy.lan:3128 or socks5://proxy.lan:1080; list the host in NO_PROXY to bypass the proxy",
      );
    }
  }

  override createConnection(options: http.ClientRequestArgs, connected?: Connected): undefined {
    const done = connected as (error: Error | null, stream?: Duplex) => void;
    const secured = (socket: Duplex): void => done(null, connect({ ...(options as ConnectionOptions), socket }));
    if (this.proxy.protocol.startsWith("socks")) {
      const target = { host: String(options.host), port: Number(options.port) };
      throughSocks5(this.proxy, target).then(secured, (error: Error) => done(error));
      return undefined;
    }
    const { request } = this.proxy.protocol === "https:" ? https : http;
    const asked = request(this.proxy, {
      method: "CONNECT",
      path: `${options.host}:${options.port}`,
      ...authorization(this.proxy),
    });
    asked.on("error", done);
    asked.on("connect", ({ statusCode }, socket) => {
      if (statusCode === 200) secured(socket);
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
