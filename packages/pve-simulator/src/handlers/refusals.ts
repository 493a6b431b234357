import { parameterErrors } from "../errors";
import type { Params } from "../schema/params";

/** No token is root@pam, not even one of root's. */
export function refuseRootOnly(params: Params, ...names: readonly string[]): void {
  const used = names.find((name) => !["", "0"].includes(params.maybe(name) ?? ""));
  if (used !== undefined) throw parameterErrors({ [used]: "Only root may use this option." });
}

export function refuseSkipLock(params: Params): void {
  refuseRootOnly(params, "skiplock");
}
