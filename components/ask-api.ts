import { request, type RequestOptions } from "node:https";
import { parse } from "yaml";
import { ProxiedAgent } from "./proxied-agent";

/** Asks the API server of a kubeconfig; resolves to the reason why it does not answer, if it does not. */
export type AskApi = (kubeconfig: string, patienceMs: number) => Promise<string | undefined>;

const ONE_TRY_MS = 5_000;
const PAUSE_MS = 1_000;

/** The real request: any answer but a server error counts, as authorization is up to the plugin. */
export const askApi: AskApi = async (kubeconfig, patienceMs) => {
  const until = Date.now() + patienceMs;
  for (;;) {
    const why = await whyNot(kubeconfig, Math.min(ONE_TRY_MS, Math.max(1, until - Date.now())));
    if (why === undefined || Date.now() + PAUSE_MS >= until) return why;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
};

interface KubeconfigFile {
  readonly clusters: readonly { readonly cluster: Readonly<Record<string, string | undefined>> }[];
  readonly users: readonly { readonly user: Readonly<Record<string, string | undefined>> }[];
}

function whyNot(kubeconfig: string, timeout: number): Promise<string | undefined> {
  const { clusters, users } = parse(kubeconfig) as KubeconfigFile;
  const { server = "", "proxy-url": proxy, ...cluster } = clusters[0]?.cluster ?? {};
  const user = users[0]?.user ?? {};
  const tls = {
    ca: decoded(cluster["certificate-authority-data"]),
    cert: decoded(user["client-certificate-data"]),
    key: decoded(user["client-key-data"]),
  };
  const agent = proxy === undefined ? {} : { agent: new ProxiedAgent(new URL(proxy), tls) };
  return answerOf(new URL("/readyz", server), { ...tls, ...agent, timeout });
}

function answerOf(url: URL, options: RequestOptions): Promise<string | undefined> {
  return new Promise((resolve) => {
    const asked = request(url, options, (answer) => {
      answer.resume();
      const { statusCode = 0 } = answer;
      answer.on("error", () => undefined);
      answer.on("end", () => resolve(statusCode >= 500 ? `${statusCode} from ${url.origin}` : undefined));
    });
    const limit = setTimeout(() => asked.destroy(new Error("no answer")), options.timeout);
    asked.on("error", (error) => resolve(`"${error.message}" from ${url.origin}`));
    asked.on("close", () => clearTimeout(limit));
    asked.end();
  });
}

const decoded = (text: string | undefined): Buffer | undefined =>
  text === undefined ? undefined : Buffer.from(text, "base64");
