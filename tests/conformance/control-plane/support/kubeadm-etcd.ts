import type { KubeadmPlan } from "../../../../distributions/kubeadm/plan";
import { renderInitDocuments } from "../../../../distributions/kubeadm/documents";
import { KUBEADM_CONFIG_PATH } from "../../../../distributions/kubeadm/files";
import { toYamlStream } from "../../../../model/render/serialise";
import { type Announced, askEtcd, type EtcdLayout, type Keys, startEtcd } from "./etcd-member";
import type { PrivateMachine } from "./private-machine";
import { argumentsOf } from "./static-pods";

const PKI = "/etc/kubernetes/pki/etcd";
/** Those of the health check, which the scripts use too. */
export const healthCheckKeys: Keys = {
  ca: `${PKI}/ca.crt`,
  cert: `${PKI}/healthcheck-client.crt`,
  key: `${PKI}/healthcheck-client.key`,
};
const AUTHORITIES = "ca.crt ca.key etcd/ca.crt etcd/ca.key front-proxy-ca.crt front-proxy-ca.key sa.key sa.pub";

/** etcd as the machine's real kubeadm sets it up for our documents: its certificates, and the flags of its manifest. */
export const kubeadmEtcd =
  (stack: KubeadmPlan): EtcdLayout =>
  async (machine, others) => {
    const plan = stack.nodes.find(({ address }) => address === machine.address);
    if (!plan) throw new Error(`no machine of the stack has ${machine.address}`);
    await machine.write(KUBEADM_CONFIG_PATH, toYamlStream(renderInitDocuments(stack, plan)));
    await machine.read(`kubeadm init phase certs all --config ${KUBEADM_CONFIG_PATH} >&2`);
    await machine.read(`kubeadm init phase etcd local --config ${KUBEADM_CONFIG_PATH} >&2`);
    const command = await argumentsOf(machine, "etcd");
    const self = { name: plan.name, address: machine.address };
    const args = others.length === 0 ? command : joining(command, [...others, self]);
    return {
      ...self,
      start: () => startEtcd(machine, args),
      ask: (what, body) => askEtcd(machine, `https://127.0.0.1:2379/v3/cluster/member/${what}`, healthCheckKeys, body),
    };
  };

/** Carries the authorities from a control plane to one that joins it, as kubeadm does through a Secret. */
export async function shareAuthorities(from: PrivateMachine, to: PrivateMachine): Promise<void> {
  const pki = "/etc/kubernetes/pki";
  const packed = await from.read(`cd ${pki} && tar -c ${AUTHORITIES} | base64`);
  await to.read(`mkdir -p ${pki} && base64 -d | tar -x -C ${pki}`, packed);
}

/** What kubeadm writes in place of these two when it joins (cmd/kubeadm/app/phases/etcd/local.go, getEtcdCommand). */
function joining(args: readonly string[], members: readonly Pick<Announced, "name" | "address">[]): string[] {
  const list = members.map(({ name, address }) => `${name}=https://${address}:2380`).join(",");
  const kept = args.filter((arg) => !arg.startsWith("--initial-cluster="));
  return [...kept, `--initial-cluster=${list}`, "--initial-cluster-state=existing"];
}
