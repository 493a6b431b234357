import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);
const oldest = [1, 26] as const;
/** Where installers put Go without putting it on PATH. */
const usualPlaces = ["/usr/local/go/bin/go", "/opt/homebrew/bin/go", "/usr/lib/go/bin/go"];

/** A Go that can build the tools. */
export interface Go {
  readonly path: string;
  readonly version: string;
}

/** The first Go that answers, or nothing. An old one is still returned: the message about it names it. */
export async function findGo(env: NodeJS.ProcessEnv): Promise<Go | undefined> {
  const places = env["HOMELAB_GO"] ? [env["HOMELAB_GO"]] : ["go", ...usualPlaces];
  for (const path of places) {
    try {
      const { stdout } = await run(path, ["env", "GOVERSION"], { env: goEnvironment(env) });
      return { path, version: stdout.trim() };
    } catch {
      // Not here; the next place may have it.
    }
  }
  return undefined;
}

export function isRecentEnough(go: Go): boolean {
  const [, major, minor] = /^go(\d+)\.(\d+)/.exec(go.version) ?? [];
  const [wantMajor, wantMinor] = oldest;
  return Number(major) > wantMajor || (Number(major) === wantMajor && Number(minor) >= wantMinor);
}

/**
 * What a build runs with. The caches of Go stay where the user has them; everything that would change
 * the outcome, reach for another Go release or need a C compiler is fixed.
 */
export function goEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return {
    ...env,
    CGO_ENABLED: "0",
    GOFLAGS: "-trimpath -mod=readonly -buildvcs=false",
    GOTOOLCHAIN: "local",
    GOWORK: "off",
    GO111MODULE: "on",
  };
}

/** The one message for someone who has neither a way to download nor to build. */
export function missingGo(found: Go | undefined, reason: string): Error {
  const have = found ? `found ${found.version} at ${found.path}` : "found none";
  return new Error(
    `toolchain: Pulumi could not be downloaded (${reason}) and building it needs Go ${oldest.join(".")} or newer, ${have}; ` +
      `install Go from https://go.dev/dl, or let this machine reach Pulumi's releases`,
  );
}
