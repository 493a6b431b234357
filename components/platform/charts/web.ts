import * as http from "node:http";
import * as https from "node:https";
import { createSecureContext, type SecureContext } from "node:tls";
import { proxyFor, type ProxyVariables } from "../../../model/proxy-for";
import { ProxiedAgent } from "../../proxied-agent";
import { trustedCertificates } from "../../trusted-certificates";

export interface WebAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
  /** Where it came from in the end. */
  readonly url: URL;
}

type Headers = Readonly<Record<string, string>>;

const MOST_REDIRECTS = 10;
/** Indexes of large repositories have 30 MB. */
const MOST_BYTES = 200 * 1024 * 1024;
/** How long a server may be silent, also in the middle of an answer. */
const SILENCE_MS = 20_000;

/** Gets what is public, through the proxy and with the certificates that the plugins use (HTTPS_PROXY, SSL_CERT_FILE …). */
export class Web {
  private readonly env: ProxyVariables;
  private context: SecureContext | undefined;

  constructor(env: ProxyVariables) {
    this.env = env;
  }

  /** Follows redirects; another host than the one that was asked is told no `Authorization`. */
  async get(url: URL, headers: Headers = {}): Promise<WebAnswer> {
    let [at, sent] = [url, headers];
    for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      const answer = await this.once(at, sent);
      const { location } = answer.headers;
      if (answer.status < 300 || answer.status > 399 || location === undefined) return answer;
      const next = new URL(location, at);
      if (next.protocol === "http:" && at.protocol === "https:")
        throw new Error(`${at.href} leads to plain ${next.href}`);
      if (next.host !== at.host) sent = without(sent, "Authorization");
      at = next;
    }
    throw new Error(`${url.href} leads from one address to the next, more than ${MOST_REDIRECTS} times`);
  }

  /** Reading is tried again when a connection breaks. */
  private async once(url: URL, headers: Headers): Promise<WebAnswer> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.ask(url, headers);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ECONNRESET" || attempt === 3) throw error;
      }
    }
  }

  private ask(url: URL, headers: Headers): Promise<WebAnswer> {
    return new Promise((resolve, reject) => {
      const sent = this.request(url, headers, (answer) => {
        const parts: Buffer[] = [];
        let bytes = 0;
        answer.on("data", (part: Buffer) => {
          parts.push(part);
          bytes += part.length;
          if (bytes > MOST_BYTES) sent.destroy(new Error(`${url.href} is larger than ${MOST_BYTES / 2 ** 20} MiB`));
        });
        answer.on("error", reject);
        answer.on("end", () => {
          const { statusCode: status = 0, headers: own } = answer;
          resolve({ status, headers: own, body: Buffer.concat(parts), url });
        });
      });
      sent.setTimeout(SILENCE_MS, () => {
        sent.destroy(new Error(`${url.host} said nothing for ${SILENCE_MS / 1000} s`));
      });
      sent.on("error", reject);
      sent.end();
    });
  }

  private request(url: URL, headers: Headers, heard: (answer: http.IncomingMessage) => void): http.ClientRequest {
    const proxy = proxyFor(url, this.env);
    if (url.protocol === "https:") {
      const options = { secureContext: (this.context ??= createSecureContext({ ca: trustedCertificates(this.env) })) };
      const agent = proxy === undefined ? new https.Agent(options) : new ProxiedAgent(proxy, options);
      return https.request(url, { agent, headers }, heard);
    }
    if (proxy === undefined) return http.request(url, { headers }, heard);
    // Without TLS a proxy is asked for the whole address.
    return http.request(proxy, { path: url.href, headers: { ...headers, Host: url.host } }, heard);
  }
}

const without = (headers: Headers, name: string): Headers =>
  Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name));
