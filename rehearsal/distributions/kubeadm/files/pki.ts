import { createHash, createPublicKey, generateKeyPairSync, X509Certificate } from "node:crypto";
import type { FileTree } from "../../../guests/disk/file-tree";
import { CertificateAuthority, type CertificateSpec } from "../../../cluster/certificates";
import { KubeadmError } from "../kubeadm-error";

export const PKI = "/etc/kubernetes/pki";

/** What control planes share, by `upload-certs` (cmd/kubeadm/app/phases/copycerts). */
export const sharedFiles: readonly string[] = [
  "ca.crt",
  "ca.key",
  "front-proxy-ca.crt",
  "front-proxy-ca.key",
  "sa.pub",
  "sa.key",
  "etcd/ca.crt",
  "etcd/ca.key",
].map((name) => `${PKI}/${name}`);

/** What the certificates of one control plane are for. */
export interface ControlPlaneNames {
  readonly node: string;
  readonly address: string;
  /** First address of the Services. */
  readonly service: string;
  readonly dnsDomain: string;
  readonly endpoint: string | undefined;
  readonly sans: readonly string[];
  /** Whom the API server belongs to when it asks a kubelet. */
  readonly admins: string;
}

type Say = (line: string) => void;

/** Makes the certificates that are not there yet, below the authorities that are: kubeadm's phase `certs`. */
export async function writePki(tree: FileTree, names: ControlPlaneNames, say: Say): Promise<void> {
  say(`[certs] Using certificateDir folder "${PKI}"`);
  const ca = await authority(tree, "ca", "kubernetes", say);
  await leaf(tree, "apiserver", ca, apiServer(names), say);
  await leaf(tree, "apiserver-kubelet-client", ca, client(`CN=kube-apiserver-kubelet-client, O=${names.admins}`), say);
  const frontProxy = await authority(tree, "front-proxy-ca", "front-proxy-ca", say);
  await leaf(tree, "front-proxy-client", frontProxy, client("CN=front-proxy-client"), say);
  const etcd = await authority(tree, "etcd/ca", "etcd-ca", say);
  const served = { addresses: [names.address, "127.0.0.1", "::1"], names: [names.node, "localhost"] };
  await leaf(tree, "etcd/server", etcd, { name: `CN=${names.node}`, ...served }, say);
  await leaf(tree, "etcd/peer", etcd, { name: `CN=${names.node}`, ...served }, say);
  await leaf(tree, "etcd/healthcheck-client", etcd, client("CN=kube-etcd-healthcheck-client"), say);
  await leaf(tree, "apiserver-etcd-client", etcd, client("CN=kube-apiserver-etcd-client"), say);
  writeServiceAccountKeys(tree, say);
}

/** kubeadm's phase `certs apiserver`: the authority has to be there. */
export async function writeApiServerCertificate(tree: FileTree, names: ControlPlaneNames, say: Say): Promise<void> {
  await leaf(tree, "apiserver", await loadAuthority(tree, "ca"), apiServer(names), say);
}

const client = (name: string): CertificateSpec => ({ name, uses: ["clientAuth"] });

function apiServer({ node, address, service, dnsDomain, endpoint, sans }: ControlPlaneNames): CertificateSpec {
  const host = endpoint?.replace(/:\d+$/, "");
  const all = [
    node,
    "kubernetes",
    "kubernetes.default",
    "kubernetes.default.svc",
    `kubernetes.default.svc.${dnsDomain}`,
    service,
    address,
    ...(host === undefined ? [] : [host]),
    ...sans,
  ];
  const isAddress = (name: string): boolean => /^[\d.]+$/.test(name);
  return {
    name: "CN=kube-apiserver",
    uses: ["serverAuth"],
    names: [...new Set(all.filter((name) => !isAddress(name)))],
    addresses: [...new Set(all.filter(isAddress))],
  };
}

/** The authority on disk, or a fresh one; a certificate without its key cannot sign. */
async function authority(tree: FileTree, name: string, commonName: string, say: Say): Promise<CertificateAuthority> {
  const [crt, key] = [`${PKI}/${name}.crt`, `${PKI}/${name}.key`];
  const base = name.replace("/", "/");
  if (tree.exists(crt)) {
    if (!tree.exists(key))
      throw new KubeadmError(
        `couldn't load key for ${base}: couldn't load the private key file ${key}: open ${key}: no such file or directory`,
      );
    say(`[certs] Using existing ${base} certificate authority`);
    return load(tree, crt, key);
  }
  say(`[certs] Generating "${base}" certificate and key`);
  const made = await CertificateAuthority.create(commonName, [commonName]);
  tree.write(crt, made.pem, 0o644);
  tree.write(key, made.keyPem, 0o600);
  return made;
}

/** The authority in two files of the machine. */
export async function loadAuthority(tree: FileTree, name: string): Promise<CertificateAuthority> {
  return load(tree, `${PKI}/${name}.crt`, `${PKI}/${name}.key`);
}

async function load(tree: FileTree, crt: string, key: string): Promise<CertificateAuthority> {
  try {
    return await CertificateAuthority.load(tree.read(crt) ?? "", tree.read(key) ?? "");
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new KubeadmError(
      `failure loading ${crt.slice(PKI.length + 1).replace(/\.crt$/, "")} certificate: couldn't load the certificate or its key: ${why}`,
    );
  }
}

async function leaf(
  tree: FileTree,
  name: string,
  ca: CertificateAuthority,
  subject: CertificateSpec,
  say: Say,
): Promise<void> {
  if (tree.exists(`${PKI}/${name}.crt`) && tree.exists(`${PKI}/${name}.key`))
    return say(`[certs] Using existing ${name} certificate and key on disk`);
  say(`[certs] Generating "${name}" certificate and key`);
  const pair = await ca.issue(subject);
  tree.write(`${PKI}/${name}.crt`, pair.certificate, 0o644);
  tree.write(`${PKI}/${name}.key`, pair.key, 0o600);
  const { addresses = [], names = [] } = subject;
  if (addresses.length > 0)
    say(`[certs] ${name} serving cert is signed for DNS names [${names.join(" ")}] and IPs [${addresses.join(" ")}]`);
}

function writeServiceAccountKeys(tree: FileTree, say: Say): void {
  if (tree.exists(`${PKI}/sa.key`)) return say('[certs] Using the existing "sa" key');
  say('[certs] Generating "sa" key and public key');
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  tree.write(`${PKI}/sa.key`, privateKey.export({ type: "pkcs8", format: "pem" }), 0o600);
  tree.write(`${PKI}/sa.pub`, createPublicKey(privateKey).export({ type: "spki", format: "pem" }), 0o600);
}

/** `sha256:<hex>` over the public key (SubjectPublicKeyInfo), as joins pin a CA (RFC 7469). */
export function publicKeyPin(certificatePem: string): string {
  const spki = new X509Certificate(certificatePem).publicKey.export({ type: "spki", format: "der" });
  return `sha256:${createHash("sha256").update(spki).digest("hex")}`;
}
