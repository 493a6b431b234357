import * as pulumi from "@pulumi/pulumi";
import { guardWords } from "../stack/destroy-guard-words";

/**
 * Prevents a plain `pulumi destroy`, which does not run this program and would delete whatever has the ids in the state,
 * even if it belongs to somebody else by now. The engine refuses to destroy a resource with a delete hook unless the program
 * that registers the hook runs (pulumi, engine/destroy.go, `getDeleteHooks`), and prints the hook's name: so the name says
 * what to do instead.
 */
export function destroyGuard(stack: string): pulumi.ResourceHook {
  return new pulumi.ResourceHook(guardWords(stack), () => undefined);
}
