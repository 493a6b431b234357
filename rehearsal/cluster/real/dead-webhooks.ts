import { type ApiChange, type ApiClient, metaOf, must } from "./api-client";

/** Which namespaces a webhook is asked about that nobody answers for. */
export interface Webhooks {
  /** A namespace was created: whether its webhook dies with this occasion. */
  dies(this: void, namespace: string): boolean;
  /** Whether it is dead now. */
  isDead(this: void, namespace: string): boolean;
}

const CONFIGURATIONS = "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations";

/** Webhooks of somebody who is gone: the API server asks them, gets no answer, and refuses what it asked about. */
export class DeadWebhooks {
  private readonly api: ApiClient;
  private readonly webhooks: Webhooks;
  private readonly made = new Set<string>();

  constructor(api: ApiClient, webhooks: Webhooks) {
    this.api = api;
    this.webhooks = webhooks;
  }

  /** Works until the signal is aborted. */
  watch(signal: AbortSignal): void {
    this.api.watch("/api/v1/namespaces", (change) => void this.changed(change).catch(() => undefined), signal);
  }

  /** Removes those that are to answer again. */
  async mend(): Promise<void> {
    for (const namespace of [...this.made].filter((one) => !this.webhooks.isDead(one))) {
      this.made.delete(namespace);
      await must(this.api, ["DELETE", `${CONFIGURATIONS}/${nameOf(namespace)}`], 404);
    }
  }

  private async changed({ type, object }: ApiChange): Promise<void> {
    const { name } = metaOf(object);
    if (type !== "ADDED" || this.made.has(name) || !this.webhooks.dies(name)) return;
    this.made.add(name);
    await must(this.api, ["POST", CONFIGURATIONS, configuration(name)], 409);
  }
}

const nameOf = (namespace: string): string => `dead-in-${namespace}`;

const configuration = (namespace: string) => ({
  apiVersion: "admissionregistration.k8s.io/v1",
  kind: "ValidatingWebhookConfiguration",
  metadata: { name: nameOf(namespace) },
  webhooks: [
    {
      name: "dead.example.net",
      clientConfig: { service: { namespace, name: "nobody" } },
      rules: [
        { apiGroups: ["apps"], apiVersions: ["v1"], operations: ["CREATE", "UPDATE"], resources: ["deployments"] },
      ],
      namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
      failurePolicy: "Fail",
      sideEffects: "None",
      timeoutSeconds: 5,
      admissionReviewVersions: ["v1"],
    },
  ],
});
