import { join } from "node:path";
import { ensureToolchain } from "../toolchain/ensure";

/** The rehearsal's own engine and plugins, apart from whatever the user has installed. */
export interface Tools {
  /** The pulumi command line. */
  readonly program: string;
  readonly env: Readonly<Record<string, string>>;
  /** Runs a command where only loopback exists; the file may be missing where it cannot be had. */
  readonly netguard: string;
  /** By tool name. */
  readonly versions: Readonly<Record<string, string>>;
}

/** Has the tools ready: milliseconds when they are cached, minutes with progress when they are not. */
export async function setUpTools(): Promise<Tools> {
  const { binDir, env, tools } = await ensureToolchain();
  const versions = Object.fromEntries(tools.map(({ name, version }) => [name, version]));
  return { program: join(binDir, "pulumi"), env, netguard: join(binDir, "netguard"), versions };
}
