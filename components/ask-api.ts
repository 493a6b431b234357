import { KubeClient } from "./kube-client";

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

async function whyNot(kubeconfig: string, timeoutMs: number): Promise<string | undefined> {
  const client = new KubeClient(kubeconfig);
  try {
    const { status } = await client.ask("GET", "/readyz", { timeoutMs });
    return status >= 500 ? `${status} from ${client.server}` : undefined;
  } catch (error) {
    return `"${(error as Error).message}" from ${client.server}`;
  }
}
