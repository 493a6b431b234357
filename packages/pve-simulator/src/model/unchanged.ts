import { failure } from "../errors";

const CHANGED = "detected modified configuration - file changed by other user? Try again.";

/** Refuses a request that was made of another state than this; an empty digest is none (PVE::Tools, `assert_if_modified`). */
export function assertUnchanged(asked: string | undefined, digest: string): void {
  if (asked !== undefined && asked !== "" && asked !== digest) throw failure(CHANGED);
}
