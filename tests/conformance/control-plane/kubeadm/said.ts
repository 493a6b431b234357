import type { Answer } from "../../readers/program";
import { onTheWire } from "./written";

/** What kubeadm says without what belongs to the machine it runs on: its kernel, its clock, its name server. */
export function comparable({ status, stdout, stderr }: Answer): Record<string, unknown> {
  return { status, stdout: plain(stdout), stderr: plain(stderr) };
}

const plain = (text: string): string[] =>
  onTheWire(text)
    .replace(/^([EWI])\d{4} [\d:.]+ +\d+ ([\w.]+):\d+\]/gm, "$1 $2]")
    .replace(/(: lookup \S+ on ).*$/gm, "$1…")
    .split("\n")
    .filter((line) => !OF_THIS_KERNEL.test(line) && !OF_A_NEWER_GO.test(line));

/** The system verification asks for the kernel's configuration. */
const OF_THIS_KERNEL =
  /SystemVerification|The system verification failed|^\x1b|^(OS|KERNEL_VERSION|CONFIG_\w+|CGROUPS_\w+): /;

/** kubeadm 1.29 puts brackets around every address, which Go takes for IPv6 since 1.26; the released one is older. */
const OF_A_NEWER_GO = /\[ERROR HTTPProxyCIDR\]: parse .*: invalid IP-literal$/;
