import { failure, parameterErrors } from "../errors";
import type { Params } from "../schema/params";

/** No token is root@pam, not even one of root's. */
export function refuseRootOnly(params: Params, ...names: readonly string[]): void {
  const used = names.find((name) => !["", "0"].includes(params.maybe(name) ?? ""));
  if (used !== undefined) throw parameterErrors({ [used]: "Only root may use this option." });
}

export function refuseSkipLock(params: Params): void {
  refuseRootOnly(params, "skiplock");
}

/** The world's machines have no snapshots. */
export function refuseSnapshot(params: Params): void {
  const name = params.maybe("snapname") ?? params.maybe("snapshot");
  if (name !== undefined) throw failure(`snapshot '${name}' does not exist`);
}
