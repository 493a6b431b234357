import { isMap } from "./key-tree";
import type { ConfigDocument } from "./read-documents";

/** A certificate with its key as the configuration holds them: base64 of PEM, here decoded. */
export interface CertificateAndKey {
  readonly certificate: string;
  readonly key: string;
}

export interface InlineManifest {
  readonly name: string;
  readonly contents: string;
}

/** A machine's configuration as its services read it, whatever document a setting stands in. */
export class MachineConfig {
  readonly documents: readonly ConfigDocument[];
  private readonly first: unknown;

  constructor(documents: readonly ConfigDocument[]) {
    this.documents = documents;
    this.first = documents.find(({ kind }) => kind === "v1alpha1")?.value;
  }

  /** Whether there is what a machine needs to leave maintenance mode. */
  get complete(): boolean {
    return this.first !== undefined;
  }

  get role(): "controlplane" | "worker" | undefined {
    const type = this.text("machine.type");
    if (type === "worker") return "worker";
    return type === "controlplane" || type === "init" ? "controlplane" : undefined;
  }

  /** The value at a path of the first document, e.g. `machine.kubelet.image`. */
  at(path: string): unknown {
    return path.split(".").reduce((value, key) => (isMap(value) ? value[key] : undefined), this.first);
  }

  text(path: string): string | undefined {
    const value = this.at(path);
    return typeof value === "string" && value !== "" ? value : undefined;
  }

  flag(path: string): boolean {
    return this.at(path) === true;
  }

  list(path: string): readonly unknown[] {
    const value = this.at(path);
    return Array.isArray(value) ? value : [];
  }

  strings(path: string): Readonly<Record<string, string>> {
    const value = this.at(path);
    return Object.fromEntries(Object.entries(isMap(value) ? value : {}).map(([key, each]) => [key, String(each)]));
  }

  document(kind: string): ConfigDocument | undefined {
    return this.documents.find((each) => each.kind === kind);
  }

  /** Undefined where there is no certificate; `key` is empty where there is none. */
  pair(path: string): CertificateAndKey | undefined {
    const certificate = decoded(this.text(`${path}.crt`));
    return certificate === "" ? undefined : { certificate, key: decoded(this.text(`${path}.key`)) };
  }

  get hostname(): string | undefined {
    const named = this.document("HostnameConfig")?.value.hostname;
    return typeof named === "string" && named !== "" ? named : this.text("machine.network.hostname");
  }

  get vips(): readonly { readonly address: string; readonly link: string }[] {
    const documents = this.documents.filter(({ kind }) => kind === "Layer2VIPConfig");
    return documents.map(({ name, value }) => ({ address: name, link: String(value.link) }));
  }

  get inlineManifests(): readonly InlineManifest[] {
    return this.list("cluster.inlineManifests").filter(isMap) as unknown as InlineManifest[];
  }

  /** Machines of one cluster find each other through the discovery service where that is switched on. */
  get discoverable(): boolean {
    return this.flag("cluster.discovery.enabled") && !this.flag("cluster.discovery.registries.service.disabled");
  }
}

function decoded(base64: string | undefined): string {
  return Buffer.from(base64 ?? "", "base64").toString("utf8");
}

/** Version of an image by its tag, e.g. `v1.35.7`; undefined when the tag is none. */
export function versionOfImage(image: string): string | undefined {
  return /:(v\d+\.\d+\.\d+[^@]*)/.exec(image)?.[1];
}
