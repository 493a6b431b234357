import { parse, parseAllDocuments } from "yaml";
import type { Announcement } from "./control-plane-server";

/** An object of the API, as far as anything here looks at it. */
export interface KubeObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: {
    readonly name?: string;
    readonly namespace?: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: Record<string, unknown>;
  /** Of a ConfigMap. */
  readonly data?: Readonly<Record<string, string>>;
}

/** Objects somebody applied: RKE2's deploy controller from server/manifests, kubectl, or kubeadm. They stay until deleted. */
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
      if (replaces || !this.has(object)) this.put(object);
    }
    return undefined;
  }

  /** Creates or changes one object; says which of them. */
  put(object: KubeObject): "created" | "changed" | "unchanged" {
    const key = keyOf(object);
    const before = this.objects.get(key);
    if (JSON.stringify(before) === JSON.stringify(object)) return "unchanged";
    this.objects.set(key, object);
    return before ? "changed" : "created";
  }

  has(object: KubeObject): boolean {
    return this.objects.has(keyOf(object));
  }

  delete(object: KubeObject): boolean {
    return this.objects.delete(keyOf(object));
  }

  list(kind: string): readonly KubeObject[] {
    return [...this.objects.values()].filter((object) => object.kind === kind);
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

function keyOf({ kind = "", metadata }: KubeObject): string {
  return `${kind}/${metadata?.namespace ?? ""}/${metadata?.name ?? ""}`;
}

/** A pod as a manifest describes it, as far as kube-vip's matters. */
export interface PodSpec {
  readonly hostNetwork?: boolean;
  readonly serviceAccountName?: string;
  readonly hostAliases?: readonly { readonly ip?: string; readonly hostnames?: readonly string[] }[];
  readonly volumes?: readonly { readonly name: string; readonly hostPath?: { readonly path: string } }[];
  readonly containers?: readonly {
    readonly image?: string;
    readonly args?: readonly string[];
    readonly env?: readonly { readonly name: string; readonly value?: string }[];
    readonly command?: readonly string[];
    readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[];
  }[];
}

/** The addresses that DaemonSets of kube-vip would hold for the control plane, those that work. */
export function announcedByDaemonSets(manifests: Manifests): readonly Announcement[] {
  const accounts = manifests.list("ServiceAccount").map(({ metadata }) => metadata?.name);
  return manifests.list("DaemonSet").flatMap((object) => {
    const pod = podSpec(object);
    // Pods of an account that does not exist are never made.
    const account = pod?.serviceAccountName;
    const exists = account === undefined || account === "default" || accounts.includes(account);
    return exists ? announcedBy(pod) : [];
  });
}

/** What a kube-vip pod would announce for the control plane: on the host's network, by ARP, one at a time. */
export function announcedBy(pod: PodSpec | undefined): readonly Announcement[] {
  const container = pod?.containers?.find(({ image }) => image?.includes("kube-vip"));
  if (!pod?.hostNetwork || !container?.args?.includes("manager")) return [];
  const env = new Map((container.env ?? []).map(({ name, value }) => [name, value]));
  if (env.get("cp_enable") !== "true" || env.get("vip_arp") !== "true" || env.get("vip_leaderelection") === "false")
    return [];
  const address = env.get("address") ?? env.get("vip_address");
  return address === undefined ? [] : [{ address, lease: env.get("vip_leasename") ?? "plndr-cp-lock" }];
}

function podSpec(object: KubeObject | undefined): PodSpec | undefined {
  return (object?.spec?.template as { readonly spec?: PodSpec } | undefined)?.spec;
}
