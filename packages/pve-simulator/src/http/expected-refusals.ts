import type { ApiError } from "../errors";

/** Refusals that a careful client meets too: it polls until something is gone, or probes whether something is free. */
const expected: readonly { readonly method: string; readonly path: RegExp; readonly message: RegExp }[] = [
  {
    method: "GET",
    path: /\/qemu\/\d+\/(?:status\/current|config)$/,
    message: /^Configuration file '.*' does not exist/,
  },
  { method: "GET", path: /^\/cluster\/nextid$/, message: /^Parameter verification failed/ },
  { method: "GET", path: /\/agent\/network-get-interfaces$/, message: /not running|No QEMU guest agent/ },
  { method: "POST", path: /\/agent\/ping$/, message: /not running|No QEMU guest agent/ },
  // The provider asks this of every clone with a firmware disk, and takes the answer for a yes (bpg vms.go, MoveVMDisk).
  { method: "POST", path: /\/move_disk$/, message: /^you can't move to the same storage with same format/ },
];

/** False for lock time-outs and hosts that are away, which happen to everybody, and for the polling above; any other refusal is a client's mistake. */
export function isUnexpected(method: string, path: string, error: ApiError): boolean {
  if (error.status === 500 && /got timeout|no quorum|tmp\.\d+' - Permission denied/.test(error.message)) return false;
  // Of a host that is away, and of what it was in the middle of.
  if (error.status >= 595) return false;
  return !expected.some(
    (entry) => entry.method === method && entry.path.test(path) && entry.message.test(error.message),
  );
}
