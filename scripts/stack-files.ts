import { readdirSync } from "node:fs";
import { join } from "node:path";

const repository = join(__dirname, "..");

/** Names of the stacks whose files lie in this checkout. */
export function stackNames(): readonly string[] {
  return readdirSync(repository).flatMap((name) => /^Pulumi\.(.+)\.yaml$/.exec(name)?.[1] ?? []);
}

/** Where a stack's file is, or would be. */
export function stackFileOf(stack: string): string {
  return join(repository, `Pulumi.${stack}.yaml`);
}

/** What to tell somebody who named a file that does not exist. */
export function noSuchStackFile(file: string): string {
  return `no stack file ${file}; here are ${stackNames().join(", ")}`;
}
