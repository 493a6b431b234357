import { publicKeyPin } from "../../../../rehearsal/distributions/kubeadm/files/pki";
import { run } from "./scripts";
import { boot, named, on, onlyCluster, onlyKubeadm, succeed, type KubeadmSimulation } from "./support";
import type { Ran } from "../../guests/support";

// kubeadm as people type it, on machines that the program's script has prepared.

export const CERTIFICATE_KEY = "0".repeat(64);

/** Boots a machine and installs the packages; another `disk` is a machine that was replaced. */
export async function prepare(simulation: KubeadmSimulation, name: string, disk = 0): Promise<void> {
  await boot(simulation, name, disk);
  await succeed(run(simulation, name, "eval 'write_files; install_release'"));
}

/** A command of root's. */
export function root(simulation: KubeadmSimulation, name: string, command: string, stdin = ""): Promise<Ran> {
  return on(simulation, name, `sudo -n ${command}`, stdin);
}

export function kubectl(simulation: KubeadmSimulation, name: string, args: string): Promise<Ran> {
  return root(simulation, name, `kubectl --kubeconfig=/etc/kubernetes/admin.conf ${args}`);
}

export async function write(simulation: KubeadmSimulation, name: string, path: string, text: string): Promise<void> {
  await succeed(root(simulation, name, `tee ${path} >/dev/null`, text));
}

/** `kubeadm init` on a prepared machine, without a VIP. */
export function init(simulation: KubeadmSimulation, name: string, more = ""): Promise<Ran> {
  const { address } = named(simulation, name);
  return root(
    simulation,
    name,
    `kubeadm init --kubernetes-version v1.34.2 --control-plane-endpoint ${address} --pod-network-cidr 10.244.0.0/16 --upload-certs --certificate-key ${CERTIFICATE_KEY} ${more}`,
  );
}

/** Prepares a machine and initializes the cluster on it. */
export async function initialized(simulation: KubeadmSimulation, name = "cp-1"): Promise<void> {
  await prepare(simulation, name);
  await succeed(init(simulation, name));
}

export interface JoinOptions {
  /** The only one there is, unless a test has another. */
  readonly token?: string;
  readonly pin?: string;
  readonly certificateKey?: string;
}

/** `kubeadm join` on a prepared machine, with a document whose discovery soon gives up. */
export async function join(simulation: KubeadmSimulation, name: string, options: JoinOptions = {}): Promise<Ran> {
  const { role, address } = named(simulation, name);
  const { token = someToken(simulation), pin = pinOf(simulation), certificateKey = CERTIFICATE_KEY } = options;
  const controlPlane = `controlPlane: { localAPIEndpoint: { advertiseAddress: ${address} }, certificateKey: "${certificateKey}" }\n`;
  await write(
    simulation,
    name,
    "/root/join.yaml",
    `apiVersion: kubeadm.k8s.io/v1beta4
kind: JoinConfiguration
discovery: { bootstrapToken: { token: "${token}", apiServerEndpoint: "10.30.20.11:6443", caCertHashes: ["${pin}"] } }
timeouts: { discovery: 10s }
${role === "control-plane" ? controlPlane : ""}`,
  );
  return root(simulation, name, "kubeadm join --config /root/join.yaml");
}

/** A token that is valid now. */
export function someToken(simulation: KubeadmSimulation): string {
  const [token] = onlyKubeadm(simulation).tokens.all();
  return token ? `${token.id}.${token.secret}` : "abcdef.0123456789abcdef";
}

export function pinOf(simulation: KubeadmSimulation): string {
  return publicKeyPin(onlyCluster(simulation).authorities.ca.pem);
}
