import { stringify } from "yaml";
import { TestAuthority, type Issued } from "./authority";

const base64 = (text: string): string => Buffer.from(text).toString("base64");

/** What all machine configurations of one cluster share. */
export interface ClusterSecrets {
  readonly os: TestAuthority;
  readonly kubernetes: TestAuthority;
  readonly aggregator: TestAuthority;
  readonly etcd: TestAuthority;
  /** Tells clusters of equal authorities apart, where a test wants that. */
  readonly id: string;
}

export async function clusterSecrets(id = "cluster-id"): Promise<ClusterSecrets> {
  const [os, kubernetes, aggregator, etcd] = await Promise.all([
    TestAuthority.create("O=talos", "Ed25519"),
    TestAuthority.create("O=kubernetes"),
    TestAuthority.create("CN=front-proxy"),
    TestAuthority.create("O=etcd"),
  ]);
  return { os, kubernetes, aggregator, etcd, id };
}

export interface NodeOptions {
  readonly hostname: string;
  readonly role: "controlplane" | "worker";
  readonly endpoint?: string;
  readonly vip?: string;
  readonly manifests?: readonly { readonly name: string; readonly contents: string }[];
  readonly version?: string;
}

type Document = Record<string, unknown>;

/** A machine configuration for contract v1.13 as a value: the first document, then the others. */
export function machineDocuments(secrets: ClusterSecrets, options: NodeOptions): Document[] {
  const { hostname, vip, role } = options;
  return [
    { version: "v1alpha1", machine: machine(secrets, options), cluster: cluster(secrets, options) },
    { apiVersion: "v1alpha1", kind: "HostnameConfig", hostname, auto: "off" },
    ...(vip === undefined || role === "worker"
      ? []
      : [{ apiVersion: "v1alpha1", kind: "Layer2VIPConfig", name: vip, link: "eth0" }]),
  ];
}

export function machineConfig(secrets: ClusterSecrets, options: NodeOptions): string {
  return asYaml(machineDocuments(secrets, options));
}

export function asYaml(documents: readonly Document[]): string {
  return documents.map((document) => `---\n${stringify(document, { lineWidth: 0 })}`).join("");
}

function machine({ os }: ClusterSecrets, { role, version = "v1.35.7" }: NodeOptions): Document {
  return {
    type: role,
    token: "abcdef.0123456789abcdef",
    ca: { crt: base64(os.certificate), ...(role === "controlplane" && { key: base64(os.key) }) },
    certSANs: [],
    kubelet: { image: `ghcr.io/siderolabs/kubelet:${version}` },
    features: { kubePrism: { enabled: true, port: 7445 } },
  };
}

function cluster(secrets: ClusterSecrets, options: NodeOptions): Document {
  const { role, endpoint = "https://10.25.150.10:6443", manifests = [], version = "v1.35.7" } = options;
  const image = (name: string): Document => ({ image: `registry.k8s.io/${name}:${version}` });
  return {
    id: secrets.id,
    secret: base64("0123456789abcdef0123456789abcdef"),
    token: "fedcba.fedcba9876543210",
    clusterName: "test",
    controlPlane: { endpoint },
    network: {
      cni: { name: "none" },
      dnsDomain: "cluster.local",
      podSubnets: ["10.244.0.0/16"],
      serviceSubnets: ["10.96.0.0/12"],
    },
    proxy: { disabled: true },
    ca: {
      crt: base64(secrets.kubernetes.certificate),
      ...(role === "controlplane" && { key: base64(secrets.kubernetes.key) }),
    },
    ...(role === "controlplane" && {
      secretboxEncryptionSecret: base64("fedcba9876543210fedcba9876543210"),
      aggregatorCA: pair(secrets.aggregator),
      serviceAccount: { key: base64(secrets.aggregator.key) },
      etcd: { ca: pair(secrets.etcd) },
      apiServer: image("kube-apiserver"),
      controllerManager: image("kube-controller-manager"),
      scheduler: image("kube-scheduler"),
      ...(manifests.length > 0 && { inlineManifests: manifests }),
    }),
  };
}

function pair({ certificate, key }: Issued): Document {
  return { crt: base64(certificate), key: base64(key) };
}

/** A talosconfig as `talosctl gen config` writes one. */
export async function talosconfig(
  { os }: ClusterSecrets,
  {
    endpoints = [],
    nodes,
    role = "os:admin",
    days = 365,
  }: { endpoints?: readonly string[]; nodes?: readonly string[]; role?: string; days?: number } = {},
): Promise<string> {
  const client = await os.issue(`O=${role}`, { days });
  const context = {
    endpoints,
    ...(nodes && { nodes }),
    ca: base64(os.certificate),
    crt: base64(client.certificate),
    key: base64(client.key),
  };
  return stringify({ context: "test", contexts: { test: context } }, { lineWidth: 0 });
}

/** A configuration with values put at paths such as `0.machine.type`, where the number counts documents; undefined takes one away. */
export function editedConfig(
  secrets: ClusterSecrets,
  options: NodeOptions,
  edits: Readonly<Record<string, unknown>> = {},
): string {
  const documents = machineDocuments(secrets, options);
  for (const [path, value] of Object.entries(edits)) put(documents, path.split("."), value);
  return asYaml(documents);
}

function put(at: unknown, [key = "", ...rest]: readonly string[], value: unknown): void {
  const holder = at as Record<string, unknown>;
  if (rest.length > 0) put((holder[key] ??= {}), rest, value);
  else if (value === undefined) Reflect.deleteProperty(holder, key);
  else holder[key] = value;
}
