import { failure, parameterErrors } from "../errors";
import type { Params } from "../schema/params";

/** No token is root@pam, not even one of root's. */
export function refuseSkipLock(params: Params): void {
  if (params.flag("skiplock")) throw parameterErrors({ skiplock: "Only root may use this option." });
}

/** The world's machines have no snapshots. */
export function refuseSnapshot(params: Params): void {
  const name = params.maybe("snapname") ?? params.maybe("snapshot");
  if (name !== undefined) throw failure(`snapshot '${name}' does not exist`);
}
