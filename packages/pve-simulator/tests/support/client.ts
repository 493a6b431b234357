import { Agent, request } from "node:https";
import type { Proxmox } from "../../src/proxmox";
import { spec } from "./simulations";

export interface Answer {
  readonly status: number;
  readonly reason: string;
  /** What the envelope holds. */
  readonly data: Readonly<Record<string, unknown>>;
  /** The same where it is a text: the UPID of a task. */
  readonly upid: string;
  readonly message?: string;
  readonly errors?: Record<string, string>;
}

type Fields = Readonly<Record<string, string | number | readonly string[]>>;

/** Speaks to the API as a program does: forms in, envelopes out. */
export class Client {
  private readonly agent: Agent;
  private readonly endpoint: string;
  token = `PVEAPIToken=${spec.token.id}=${spec.token.secret}`;

  constructor(proxmox: Pick<Proxmox, "endpoint" | "caPem">) {
    this.endpoint = proxmox.endpoint;
    this.agent = new Agent({ keepAlive: true, maxSockets: 8, ca: proxmox.caPem });
  }

  get(path: string, query: Fields = {}): Promise<Answer> {
    return this.send("GET", path, query);
  }

  post(path: string, form: Fields = {}): Promise<Answer> {
    return this.send("POST", path, form);
  }

  put(path: string, form: Fields = {}): Promise<Answer> {
    return this.send("PUT", path, form);
  }

  delete(path: string, query: Fields = {}): Promise<Answer> {
    return this.send("DELETE", path, query);
  }

  /** Waits for the task that an answer names and returns its exit status. */
  async task(begun: Answer | Promise<Answer>): Promise<string> {
    const { message, status, upid } = await begun;
    if (status !== 200) throw new Error(`${status} ${message}`);
    for (;;) {
      const answer = await this.get(`/nodes/${upid.split(":")[1]}/tasks/${encodeURIComponent(upid)}/status`);
      if (answer.data["status"] === "stopped") return String(answer.data["exitstatus"]);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  close(): void {
    this.agent.destroy();
  }

  private send(method: string, path: string, fields: Fields): Promise<Answer> {
    const form = new URLSearchParams();
    for (const [name, value] of Object.entries(fields)) {
      for (const one of [value].flat()) form.append(name, String(one));
    }
    const inQuery = method === "GET" || method === "DELETE";
    const query = inQuery && form.size > 0 ? `?${form}` : "";
    const url = new URL(`api2/json${path}${query}`, this.endpoint);
    const body = inQuery ? "" : form.toString();
    const headers = {
      authorization: this.token,
      ...(body !== "" && { "content-type": "application/x-www-form-urlencoded" }),
      "content-length": Buffer.byteLength(body),
    };
    return new Promise((resolve, reject) => {
      const outgoing = request(url, { method, headers, agent: this.agent }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () => {
          const parsed = JSON.parse(Buffer.concat(chunks).toString("utf8")) as Omit<
            Answer,
            "status" | "reason" | "upid"
          >;
          const upid = typeof parsed.data === "string" ? parsed.data : "";
          resolve({ status: response.statusCode ?? 0, reason: response.statusMessage ?? "", upid, ...parsed });
        });
      });
      outgoing.on("error", reject);
      outgoing.end(body);
    });
  }
}
