import { parse, parseAllDocuments } from "yaml";

interface KubeObject {
  readonly kind?: string;
  readonly metadata?: { readonly name?: string; readonly namespace?: string };
  readonly spec?: Record<string, unknown>;
}

/** Objects that RKE2's deploy controller applied from server/manifests. Removing a file removes nothing. */
export class Manifests {
  private readonly objects = new Map<string, KubeObject>();

  /** Applies a file, over what is there; returns what the controller complains about. */
  apply(file: string, text: string): string | undefined {
    return this.take(file, text, true);
  }

  /** Makes of a file what is not there yet, as Talos does. */
  applyMissing(file: string, text: string): string | undefined {
    return this.take(file, text, false);
  }

  private take(file: string, text: string, replaces: boolean): string | undefined {
    const documents = parseAllDocuments(text);
    const broken = documents.flatMap((document) => document.errors)[0];
    if (broken) return `failed to process ${file}: yaml: ${broken.message.split("\n")[0] ?? ""}`;
    for (const document of documents) {
      const object = document.toJS() as KubeObject | null;
      if (!object?.kind || !object.metadata?.name)
        return `failed to process ${file}: Object 'Kind' is missing in '${file}'`;
      const key = `${object.kind}/${object.metadata.namespace ?? ""}/${object.metadata.name}`;
      if (replaces || !this.objects.has(key)) this.objects.set(key, object);
    }
    return undefined;
  }

  find(kind: string, matches: (object: KubeObject) => boolean = () => true): KubeObject | undefined {
    return [...this.objects].find(([key, object]) => key.startsWith(`${kind}/`) && matches(object))?.[1];
  }

  /** Values of a HelmChartConfig, as the chart would get them. */
  chartValues(name: string): Record<string, unknown> {
    const config = this.objects.get(`HelmChartConfig/kube-system/${name}`);
    const content = config?.spec?.valuesContent;
    return typeof content === "string" ? ((parse(content) as Record<string, unknown> | null) ?? {}) : {};
  }
}

interface PodSpec {
  readonly hostNetwork?: boolean;
  readonly serviceAccountName?: string;
  readonly containers?: readonly {
    readonly image?: string;
    readonly args?: readonly string[];
    readonly env?: readonly { readonly name: string; readonly value?: string }[];
  }[];
}

/** The address kube-vip would hold for the control plane, if its DaemonSet is one that works. */
export function vipOf(manifests: Manifests): string | undefined {
  const pod = podSpec(manifests.find("DaemonSet", (object) => isKubeVip(podSpec(object))));
  const container = pod?.containers?.find(({ image }) => image?.includes("kube-vip"));
  if (!pod?.hostNetwork || !container?.args?.includes("manager")) return undefined;
  // Pods of an account that does not exist are never made.
  const account = pod.serviceAccountName;
  if (
    account &&
    account !== "default" &&
    !manifests.find("ServiceAccount", (object) => object.metadata?.name === account)
  )
    return undefined;
  const env = new Map((container.env ?? []).map(({ name, value }) => [name, value]));
  if (env.get("cp_enable") !== "true" || env.get("vip_arp") !== "true" || env.get("vip_leaderelection") === "false")
    return undefined;
  return env.get("address") ?? env.get("vip_address");
}

function isKubeVip(pod: PodSpec | undefined): boolean {
  return pod?.containers?.some(({ image }) => image?.includes("kube-vip")) === true;
}

function podSpec(object: KubeObject | undefined): PodSpec | undefined {
  return (object?.spec?.template as { readonly spec?: PodSpec } | undefined)?.spec;
}
