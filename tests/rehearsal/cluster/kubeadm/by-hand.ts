import { publicKeyPin } from "../../../../rehearsal/distributions/kubeadm/files/pki";
import { run } from "./scripts";
import { boot, named, on, onlyCluster, onlyKubeadm, succeed, type KubeadmWorld } from "./support";
import type { Ran } from "../../guests/support";

// kubeadm as people type it, on machines that the program's script has prepared.

export const CERTIFICATE_KEY = "0".repeat(64);

/** Boots a machine and installs the packages; another `disk` is a machine that was replaced. */
export async function prepare(world: KubeadmWorld, name: string, disk = 0): Promise<void> {
  await boot(world, name, disk);
  await succeed(run(world, name, "eval 'write_files; install_release'"));
}

/** A command of root's. */
export function root(world: KubeadmWorld, name: string, command: string, stdin = ""): Promise<Ran> {
  return on(world, name, `sudo -n ${command}`, stdin);
}

export function kubectl(world: KubeadmWorld, name: string, args: string): Promise<Ran> {
  return root(world, name, `kubectl --kubeconfig=/etc/kubernetes/admin.conf ${args}`);
}

export async function write(world: KubeadmWorld, name: string, path: string, text: string): Promise<void> {
  await succeed(root(world, name, `tee ${path} >/dev/null`, text));
}

/** `kubeadm init` on a prepared machine, without a VIP. */
export function init(world: KubeadmWorld, name: string, more = ""): Promise<Ran> {
  const { address } = named(world, name);
  return root(
    world,
    name,
    `kubeadm init --kubernetes-version v1.34.2 --control-plane-endpoint ${address} --pod-network-cidr 10.244.0.0/16 --upload-certs --certificate-key ${CERTIFICATE_KEY} ${more}`,
  );
}

/** Prepares a machine and founds the cluster on it. */
export async function founded(world: KubeadmWorld, name = "cp-1"): Promise<void> {
  await prepare(world, name);
  await succeed(init(world, name));
}

export interface JoinOptions {
  /** The only one there is, unless a test has another. */
  readonly token?: string;
  readonly pin?: string;
  readonly certificateKey?: string;
}

/** `kubeadm join` on a prepared machine, with a document whose discovery soon gives up. */
export async function join(world: KubeadmWorld, name: string, options: JoinOptions = {}): Promise<Ran> {
  const { role, address } = named(world, name);
  const { token = someToken(world), pin = pinOf(world), certificateKey = CERTIFICATE_KEY } = options;
  const controlPlane = `controlPlane: { localAPIEndpoint: { advertiseAddress: ${address} }, certificateKey: "${certificateKey}" }\n`;
  await write(
    world,
    name,
    "/root/join.yaml",
    `apiVersion: kubeadm.k8s.io/v1beta4
kind: JoinConfiguration
discovery: { bootstrapToken: { token: "${token}", apiServerEndpoint: "10.30.20.11:6443", caCertHashes: ["${pin}"] } }
timeouts: { discovery: 10s }
${role === "control-plane" ? controlPlane : ""}`,
  );
  return root(world, name, "kubeadm join --config /root/join.yaml");
}

/** A token that is valid now. */
export function someToken(world: KubeadmWorld): string {
  const [token] = onlyKubeadm(world).tokens.all();
  return token ? `${token.id}.${token.secret}` : "abcdef.0123456789abcdef";
}

export function pinOf(world: KubeadmWorld): string {
  return publicKeyPin(onlyCluster(world).authorities.ca.pem);
}
