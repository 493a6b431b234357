import { request, type RequestOptions } from "node:https";
import { parse } from "yaml";
import { ProxiedAgent } from "./proxied-agent";

export interface KubeAnswer {
  readonly status: number;
  /** As it came; JSON where the API server answered. */
  readonly text: string;
}

interface KubeconfigFile {
  readonly clusters: readonly { readonly cluster: Readonly<Record<string, string | undefined>> }[];
  readonly users: readonly { readonly user: Readonly<Record<string, string | undefined>> }[];
}

/** The few questions that we ask the API server of a cluster ourselves, as a kubeconfig leads to it. */
export class KubeClient {
  /** Where it is, for messages. */
  readonly server: string;
  private readonly options: RequestOptions;

  constructor(kubeconfig: string) {
    const { clusters, users } = parse(kubeconfig) as KubeconfigFile;
    const { server = "", "proxy-url": proxy, ...cluster } = clusters[0]?.cluster ?? {};
    const user = users[0]?.user ?? {};
    const tls = {
      ca: decoded(cluster["certificate-authority-data"]),
      cert: decoded(user["client-certificate-data"]),
      key: decoded(user["client-key-data"]),
    };
    this.server = new URL(server).origin;
    this.options = { ...tls, ...(proxy !== undefined && { agent: new ProxiedAgent(new URL(proxy), tls) }) };
  }

  /** Rejects when there is no answer in time; whatever the answer says is the caller's business. */
  ask(method: string, path: string, { body, timeoutMs = 10_000 }: AskOptions = {}): Promise<KubeAnswer> {
    const headers = body === undefined ? {} : { "content-type": "application/json" };
    return new Promise((resolve, reject) => {
      const asked = request(new URL(path, this.server), { ...this.options, method, headers }, (answer) => {
        let text = "";
        answer.setEncoding("utf8").on("data", (part: string) => (text += part));
        answer.on("error", reject);
        answer.on("end", () => resolve({ status: answer.statusCode ?? 0, text }));
      });
      const limit = setTimeout(() => asked.destroy(new Error("no answer")), timeoutMs);
      asked.on("error", reject);
      asked.on("close", () => clearTimeout(limit));
      asked.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }
}

interface AskOptions {
  readonly body?: unknown;
  /** Default 10 s. */
  readonly timeoutMs?: number;
}

const decoded = (text: string | undefined): Buffer | undefined =>
  text === undefined ? undefined : Buffer.from(text, "base64");
