import { parameterErrors } from "../errors";
import type { Params } from "../schema/params";

/** No token is root@pam, not even one of root's. */
export function refuseSkipLock(params: Params): void {
  if (params.flag("skiplock")) throw parameterErrors({ skiplock: "Only root may use this option." });
}
