import { Agent, request } from "node:https";
import { createSecureContext } from "node:tls";
import type { NodeNames } from "../model/node-names";
import { proxyFor } from "../model/proxy-for";
import { ProxiedAgent } from "./proxied-agent";
import { trustedCertificates } from "./trusted-certificates";

export interface PveAccess {
  readonly endpoint: string;
  readonly insecure: boolean;
  readonly apiToken: string;
  /** Environment for proxy and certificates: SSL_CERT_FILE, HTTPS_PROXY and so on, as for the provider. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Time limit for one response. Default 30 s. */
  readonly patienceMs?: number;
  /** Default: hosts have the names that Proxmox gives them. */
  readonly names?: NodeNames;
}

type Form = Readonly<Record<string, string | number>>;

/** A response other than 2xx. */
export class PveError extends Error {
  readonly status: number;
  readonly reason: string;
  /** The request. */
  readonly path: string;

  constructor(status: number, reason: string, path = "") {
    // If one host does not answer another, it matters which.
    super(`Proxmox answered ${status} ${reason}${status >= 595 ? ` for ${path}` : ""}`);
    this.status = status;
    this.reason = reason;
    this.path = path;
  }

  /** Proxmox says "gone" with 404, or with 500 and this text. */
  get saysMissing(): boolean {
    return this.status === 404 || /does not exist|no such|not found/i.test(this.reason);
  }

  /**
   * The host forwarded the request to another one, and got no answer from it: 595 without a connection, 596 and above if it
   * broke (AnyEvent::HTTP; pve-http-server passes its message on).
   */
  get saysAway(): boolean {
    return this.status >= 595 && this.status < 600;
  }
}

/** No response within the time limit. */
export class NoAnswerError extends Error {
  readonly path: string;

  constructor(host: string, path: string, patienceMs: number) {
    super(`${host} did not answer within ${patienceMs / 1000} s`);
    this.path = path;
  }
}

/** The client of an installation, with the hosts of the stack file behind it where there are several. */
export interface OneClient {
  readonly installation: string;
  readonly hosts: readonly string[];
  readonly client: PveClient;
}

/** The few calls of the Proxmox API that we make ourselves. */
export class PveClient {
  readonly access: PveAccess;
  private madeAgent: Agent | undefined;

  constructor(access: PveAccess) {
    this.access = access;
  }

  /** Whether a task's user is the one whose token we have. */
  isUser(user: string, tokenId?: string): boolean {
    return this.access.apiToken.startsWith(tokenId === undefined ? `${user}=` : `${user}!${tokenId}=`);
  }

  /** The client for a host; with one installation always the same. */
  at(_host: string): PveClient {
    return this;
  }

  /** The name of a host's installation. */
  installationOf(_host: string): string {
    return "";
  }

  /** The clients of all installations, by name. */
  all(): readonly OneClient[] {
    return [{ installation: "", hosts: [], client: this }];
  }

  /** The stack file's name for a node of the installation that answers. */
  hostOf(node: string): string {
    return this.access.names?.hostOf(node) ?? node;
  }

  get<T>(path: string): Promise<T> {
    return this.call<T>("GET", path);
  }

  delete<T>(path: string): Promise<T> {
    return this.call<T>("DELETE", path);
  }

  post<T>(path: string): Promise<T> {
    return this.call<T>("POST", path);
  }

  /** Starts a task and waits until it ends; a failed task throws with its exit status. */
  async task(method: "POST" | "PUT" | "DELETE", path: string, form?: Form): Promise<void> {
    const upid = await this.call<string | null>(method, path, form);
    // Some calls were not tasks in older releases: they are done when answered.
    if (upid === null) return;
    const host = this.hostOf(upid.split(":")[1] ?? "");
    for (;;) {
      const status = await this.get<{ status: string; exitstatus?: string }>(
        `/nodes/${host}/tasks/${encodeURIComponent(upid)}/status`,
      );
      if (status.status === "stopped") {
        if (status.exitstatus === "OK" || status.exitstatus?.startsWith("WARNINGS")) return;
        throw new Error(`${method} ${path} failed: ${status.exitstatus ?? "no status"}`);
      }
      await pause(500);
    }
  }

  /** Created on demand, as the system has many certificates. */
  private get agent(): Agent {
    return (this.madeAgent ??= agentFor(this.access));
  }

  /** Reads are retried when a connection breaks: an idle one may be closed at the moment it is used. */
  private async call<T>(method: string, path: string, form?: Form): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.callOnce<T>(method, path, form);
      } catch (error) {
        const broke = (error as NodeJS.ErrnoException).code === "ECONNRESET";
        if (method !== "GET" || !broke || attempt === 3) throw error;
      }
    }
  }

  /** A path as requested: with node names in place of host names. */
  private inProxmox(path: string): string {
    const { names } = this.access;
    if (names === undefined) return path;
    return path.replace(/^\/nodes\/([^/?]+)/, (_, host: string) => `/nodes/${names.nodeOf(host)}`);
  }

  private callOnce<T>(method: string, path: string, form?: Form): Promise<T> {
    const { endpoint, apiToken, patienceMs = 30_000 } = this.access;
    const url = new URL(`/api2/json${this.inProxmox(path)}`, endpoint);
    const body =
      form && new URLSearchParams(Object.entries(form).map(([name, value]) => [name, String(value)])).toString();
    const type = body === undefined ? {} : { "Content-Type": "application/x-www-form-urlencoded" };
    const headers = { Authorization: `PVEAPIToken=${apiToken}`, ...type };
    return new Promise((resolve, reject) => {
      const sent = request(url, { method, headers, agent: this.agent }, (answer) => {
        let text = "";
        answer.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
        answer.on("error", reject);
        answer.on("end", () => {
          const status = answer.statusCode ?? 0;
          if (status >= 200 && status < 300) resolve((JSON.parse(text) as { data: T }).data);
          else reject(new PveError(status, answer.statusMessage ?? "", path));
        });
      });
      const waited = setTimeout(() => {
        sent.destroy(new NoAnswerError(url.host, path, patienceMs));
      }, patienceMs);
      sent.on("close", () => clearTimeout(waited));
      sent.on("error", reject);
      sent.end(body);
    });
  }
}

function agentFor({ endpoint, insecure, env }: PveAccess): Agent {
  const proxy = proxyFor(new URL(endpoint), env);
  // One TLS context for all connections, as each would read the certificates again.
  const secureContext = insecure ? {} : { secureContext: createSecureContext({ ca: trustedCertificates(env) }) };
  const options = { rejectUnauthorized: !insecure, keepAlive: true, ...secureContext };
  return proxy === undefined ? new Agent(options) : new ProxiedAgent(proxy, options);
}

/** The response, or undefined if the object does not exist. */
export async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof PveError && error.saysMissing) return undefined;
    throw error;
  }
}

/** The host that should have answered, if the request was forwarded and it did not answer. */
export function hostAwayIn(error: unknown): string | undefined {
  const isAway = error instanceof NoAnswerError || (error instanceof PveError && error.saysAway);
  return isAway ? /^\/nodes\/([^/?]+)\//.exec(error.path)?.[1] : undefined;
}

/** Pause between two polls. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
