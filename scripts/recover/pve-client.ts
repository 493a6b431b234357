import { readFileSync } from "node:fs";
import { Agent, request } from "node:https";

export interface PveAccess {
  readonly endpoint: string;
  readonly insecure: boolean;
  readonly apiToken: string;
  /** Certificates to trust besides the system's, as SSL_CERT_FILE names them for the provider. */
  readonly caFile?: string;
}

/** An answer other than 2xx. */
export class PveError extends Error {
  readonly status: number;
  readonly reason: string;

  constructor(status: number, reason: string) {
    super(`Proxmox answered ${status} ${reason}`);
    this.status = status;
    this.reason = reason;
  }

  /** Proxmox says "gone" with 404, or with 500 and this text. */
  get saysMissing(): boolean {
    return this.status === 404 || /does not exist|no such|not found/i.test(this.reason);
  }
}

/** The few calls that recovery needs of the Proxmox API. */
export class PveClient {
  private readonly access: PveAccess;
  private readonly agent: Agent;

  constructor(access: PveAccess) {
    this.access = access;
    const ca = access.caFile === undefined ? {} : { ca: readFileSync(access.caFile) };
    this.agent = new Agent({ rejectUnauthorized: !access.insecure, keepAlive: false, ...ca });
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

  /** Starts a task and waits until it is over; a task that fails throws with its exit status. */
  async task(method: "POST" | "DELETE", path: string): Promise<void> {
    const upid = await this.call<string>(method, path);
    const host = upid.split(":")[1] ?? "";
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

  private call<T>(method: string, path: string): Promise<T> {
    const url = new URL(`/api2/json${path}`, this.access.endpoint);
    const headers = { Authorization: `PVEAPIToken=${this.access.apiToken}` };
    return new Promise((resolve, reject) => {
      const sent = request(url, { method, headers, agent: this.agent, timeout: 30_000 }, (answer) => {
        let body = "";
        answer.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
        answer.on("end", () => {
          const status = answer.statusCode ?? 0;
          if (status >= 200 && status < 300) resolve((JSON.parse(body) as { data: T }).data);
          else reject(new PveError(status, answer.statusMessage ?? ""));
        });
      });
      sent.on("timeout", () => sent.destroy(new Error(`${url.host} did not answer within 30 s`)));
      sent.on("error", reject);
      sent.end();
    });
  }
}

/** An answer, or undefined when what was asked for does not exist. */
export async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof PveError && error.saysMissing) return undefined;
    throw error;
  }
}

/** Between two looks at something that takes its time. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
