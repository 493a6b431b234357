import type { LinuxGuest } from "../../../guests/guest";
import type { NodeTaint } from "../../../cluster/node";
import { argsOf, listUnder, sectionUnder, textOf, type Values } from "./values";

export const CRI_SOCKET = "unix:///var/run/containerd/containerd.sock";

/** nodeRegistration of init and join. */
export interface NodeRegistration {
  readonly name: string;
  readonly criSocket: string;
  /** Undefined leaves a control plane its usual taint; an empty list takes it away. */
  readonly taints: readonly NodeTaint[] | undefined;
  readonly kubeletArgs: ReadonlyMap<string, string>;
  /** Checks whose errors become warnings, in lower case. */
  readonly ignored: readonly string[];
}

export function nodeRegistration(content: Values | undefined, guest: LinuxGuest): NodeRegistration {
  const values = sectionUnder(content, "nodeRegistration");
  const taints = values.taints as readonly NodeTaint[] | null | undefined;
  return {
    name: (textOf(values, "name") ?? guest.hostname()).toLowerCase(),
    criSocket: textOf(values, "criSocket") ?? CRI_SOCKET,
    taints: taints ?? undefined,
    kubeletArgs: argsOf(values, "kubeletExtraArgs"),
    ignored: listUnder(values, "ignorePreflightErrors").map((name) => name.toLowerCase()),
  };
}

/** The address the API server advertises; kubeadm takes that of the default route where none is given. */
export function advertiseAddress(content: Values, guest: LinuxGuest): string {
  const given = textOf(sectionUnder(content, "localAPIEndpoint"), "advertiseAddress");
  return given ?? guest.network.interfaces.find(({ gateway }) => gateway)?.address ?? "0.0.0.0";
}
