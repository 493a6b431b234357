import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Flags of kube-apiserver, each with the method of pflag that defines it (toolchain/conformance/kubeadm-1.29). */
export type Flags = Readonly<Record<string, string>>;

/** What lies beside the kubeadm of the same release. */
export const flagsBeside = (kubeadm: string): string =>
  readFileSync(join(dirname(kubeadm), "api-server-flags-1.29.json"), "utf8");

const VALUES: readonly (readonly [method: RegExp, value: RegExp])[] = [
  [/^Bool/, /^(?:true|false)$/],
  [/^(?:Int|Int64)Var/, /^-?\d+$/],
  [/^Uint/, /^\d+$/],
  [/^Float/, /^-?\d+(?:\.\d+)?$/],
  [/^Duration/, /^(?:0|(?:\d+(?:\.\d+)?(?:h|m|s|ms))+)$/],
  [/^IPVar/, /^[\da-f.:]+$/],
];

/** What the server would say of its arguments before it starts: flags it has not, and values that are none of their kinds. */
export function complaintsOf([program, ...args]: readonly string[], flags: Flags): string[] {
  if (program !== "kube-apiserver") return [`${program} is no kube-apiserver`];
  return args.flatMap((arg) => {
    const [, name = "", value] = /^--([\w-]+)(?:=(.*))?$/.exec(arg) ?? [];
    const method = flags[name];
    if (method === undefined) return [`unknown flag: ${arg}`];
    const [, form] = VALUES.find(([of]) => of.test(method)) ?? [];
    if (value === undefined) return method.startsWith("Bool") ? [] : [`flag needs an argument: ${arg}`];
    return form === undefined || form.test(value) ? [] : [`invalid argument: ${arg}`];
  });
}
