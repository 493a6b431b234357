import { homedir } from "node:os";
import { join } from "node:path";

/** What the choice of a folder looks at; tests give their own. */
export interface PlatformEnvironment {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
}

/**
 * Where tools are kept between runs, outside the checkout so that a clean clone finds them again.
 * HOMELAB_CACHE wins; otherwise the place the platform has for such things.
 */
export function cacheFolder({ env, platform }: PlatformEnvironment = process): string {
  if (env["HOMELAB_CACHE"]) return env["HOMELAB_CACHE"];
  const home = env["HOME"] ?? homedir();
  if (platform === "darwin") return join(home, "Library", "Caches", "homelab-pulumi");
  return join(env["XDG_CACHE_HOME"] || join(home, ".cache"), "homelab-pulumi");
}
