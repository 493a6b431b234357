import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A stack of this checkout without its platform, its last section: what is measured of machines is measured of them alone. */
export function machinesAlone(repository: string, stack: string): string {
  const text = readFileSync(join(repository, `Pulumi.${stack}.yaml`), "utf8");
  const at = text.indexOf("  homelab:platform:");
  return at < 0 ? text : text.slice(0, at);
}
