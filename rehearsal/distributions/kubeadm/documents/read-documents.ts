import { parseAllDocuments } from "yaml";
import { KubeadmError } from "../kubeadm-error";
import { kubeadmMinor, since } from "../release";
import { checkFields } from "./check-fields";
import { fieldsByVersion } from "./fields";

/** One document of a configuration file. */
export interface KubeadmDocument {
  readonly apiVersion: string;
  readonly kind: string;
  readonly content: Readonly<Record<string, unknown>>;
}

export interface ReadOptions {
  /** kubeadm's own release. */
  readonly version: string;
  /** Unknown fields are errors (`config validate`), not warnings. */
  readonly strict: boolean;
  readonly warn: (message: string) => void;
}

const GROUP = "kubeadm.k8s.io/";
const components = ["kubelet.config.k8s.io/v1beta1", "kubeproxy.config.k8s.io/v1alpha1"];

/** Reads a file as kubeadm does: its own documents field by field, those of kubelet and kube-proxy as they are. */
export function readKubeadmDocuments(text: string, options: ReadOptions): readonly KubeadmDocument[] {
  const documents = parseAllDocuments(text).map((document) => {
    const [broken] = document.errors;
    if (broken) throw new KubeadmError(`error converting YAML to JSON: yaml: ${broken.message.split("\n")[0] ?? ""}`);
    return (document.toJS() ?? {}) as Record<string, unknown>;
  });
  return documents.filter((document) => Object.keys(document).length > 0).map((document) => readOne(document, options));
}

function readOne(document: Record<string, unknown>, options: ReadOptions): KubeadmDocument {
  const { apiVersion, kind, ...content } = document;
  if (typeof apiVersion !== "string" || typeof kind !== "string")
    throw new KubeadmError(
      "invalid configuration for GroupVersionKind /, Kind=: kind and apiVersion is mandatory information that must be specified",
    );
  if (components.includes(apiVersion)) return { apiVersion, kind, content };
  const version = apiVersion.startsWith(GROUP) ? apiVersion.slice(GROUP.length) : "";
  const fields = fieldsByVersion[version]?.[kind];
  const gvk = `schema.GroupVersionKind{Group:"kubeadm.k8s.io", Version:"${version}", Kind:"${kind}"}`;
  refuseOtherVersions(version, apiVersion, kind, options);
  if (!fields) throw new KubeadmError(`unknown configuration ${gvk}`);
  const { unknown, mismatch } = checkFields(content, fields, version);
  if (mismatch !== undefined) throw new KubeadmError(`error unmarshaling configuration ${gvk}: ${mismatch}`);
  if (unknown.length > 0) {
    const list = unknown.map((field) => `unknown field "${field}"`).join(", ");
    const words = `error unmarshaling configuration ${gvk}: strict decoding error: ${list}`;
    if (options.strict) throw new KubeadmError(words);
    options.warn(words);
  }
  return { apiVersion, kind, content };
}

function refuseOtherVersions(
  version: string,
  apiVersion: string,
  kind: string,
  { version: release, warn }: ReadOptions,
) {
  const isKnown = version === "v1beta3" || version === "v1beta4";
  if (version === "v1beta4" && kubeadmMinor(release) < since.v1beta4)
    throw new KubeadmError(
      `experimental API spec: "${apiVersion}" is not allowed. You can use the --allow-experimental-api flag if the command supports it.`,
    );
  if (version === "v1beta3" && kubeadmMinor(release) >= since.v1beta4)
    warn(
      `your configuration file uses a deprecated API spec: "${apiVersion}" (kind: "${kind}"). Please use 'kubeadm config migrate --old-config old-config-file --new-config new-config-file', which will write the new, similar spec using a newer API version.`,
    );
  if (!isKnown && /^v1(alpha|beta)\d$/.test(version))
    throw new KubeadmError(
      `your configuration file uses an old API spec: "${apiVersion}". Please use kubeadm v1.22 instead and run 'kubeadm config migrate --old-config old-config-file --new-config new-config-file', which will write the new, similar spec using a newer API version.`,
    );
}

/** The content of the document of a kind, if the file has one. */
export function documentOf(
  documents: readonly KubeadmDocument[],
  kind: string,
): Readonly<Record<string, unknown>> | undefined {
  return documents.find((document) => document.kind === kind)?.content;
}
