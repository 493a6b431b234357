import * as pulumi from "@pulumi/pulumi";

/**
 * Keeps a plain `pulumi destroy` from beginning: this program does not run then, and whatever stands on the ids in state would
 * be deleted, whosever it is by now. The engine refuses to destroy what has a hook for its deletion without the program
 * that has it (pulumi, engine/destroy.go, `getDeleteHooks`), and says the hook's name: so that is what to do instead.
 */
export function destroyGuard(stack: string): pulumi.ResourceHook {
  return new pulumi.ResourceHook(
    `use npm run destroy -- ${stack}, which looks first whose things are there`,
    () => undefined,
  );
}
