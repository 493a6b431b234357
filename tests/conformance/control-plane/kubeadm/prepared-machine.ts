import type { KubeadmPlan } from "../../../../distributions/kubeadm/plan";
import type { Answer } from "../../readers/program";
import { ControlPlane } from "../support/control-plane";
import { JOIN_PATH, joinDocument, type Refusal, SMALL } from "./refusals";

/** What packages and a first boot leave: a kubelet, systemd that knows it, crictl, the machine's name, settings of the kernel. */
const prepare = (name: string, version: string): string => `
mount -t tmpfs tmpfs /proc/sys/net
mkdir -p /proc/sys/net/ipv4 /proc/sys/net/bridge
echo 1 >/proc/sys/net/ipv4/ip_forward
echo 1 >/proc/sys/net/bridge/bridge-nf-call-iptables
printf '127.0.0.1 localhost\\n127.0.1.1 ${name}\\n' >/etc/hosts
put() { rm -f "/usr/bin/$1"; printf '#!/bin/sh\\n%s\\n' "$2" >"/usr/bin/$1"; chmod +x "/usr/bin/$1"; }
put kubelet 'echo Kubernetes ${version}'
put systemctl 'case $* in "is-enabled kubelet") ;; *) exit 3 ;; esac'
put crictl ''
put conntrack ''
put iptables ''
put ethtool ''
put tc ''
`;

/** What kubeadm says on a machine of the stack's that was prepared for it and then made wrong. */
export async function refusedForReal(
  stack: KubeadmPlan,
  { machine: name, real, command }: Refusal,
  programs: Readonly<Record<string, string>>,
): Promise<Answer> {
  const plan = stack.nodes.find((candidate) => candidate.name === name);
  if (!plan) throw new Error(`the stack has no ${name}`);
  const plane = await ControlPlane.prepare(stack, plan, programs);
  try {
    await plane.machine.write(JOIN_PATH, joinDocument(stack, name));
    await plane.machine.read(prepare(name, stack.cluster.version) + real);
    return await plane.machine.run("sh", ["-c", name === SMALL ? `taskset -c 0 ${command}` : command]);
  } finally {
    await plane.close();
  }
}
