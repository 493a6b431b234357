import { join } from "node:path";
import { atExit } from "../at-exit";
import { describeHolder, releaseLock, takeLock } from "../../toolchain/lock-file";

/**
 * Takes the lock of a rehearsed stack's folder for as long as this process lives, or throws with who has it: two
 * rehearsals of a stack would clear away each other's state. Returns how to give it back.
 */
export function lockStack(stack: string, folder: string): () => void {
  const file = join(folder, "lock");
  const holder = takeLock(file);
  if (holder !== undefined) {
    throw new Error(
      `stack ${stack}: is already being rehearsed by ${describeHolder(holder)}; wait for it to end or stop it ` +
        `(kill ${holder.pid}), or rehearse a copy of the file under another name`,
    );
  }
  const forget = atExit(() => releaseLock(file));
  return () => {
    forget();
    releaseLock(file);
  };
}
