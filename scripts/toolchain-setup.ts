import { join } from "node:path";
import type { KubernetesPrograms } from "../rehearsal/real-kubernetes";
import { ensureToolchain } from "../toolchain/ensure";
import { CONTROL_PLANE, platformTools } from "../toolchain/platform";
import { tools as everyStacksTools } from "../toolchain/tools";

/** The rehearsal's own engine and plugins, apart from whatever the user has installed. */
export interface Tools {
  /** The pulumi command line. */
  readonly program: string;
  readonly env: Readonly<Record<string, string>>;
  /** Runs a command where only loopback exists; the file may be missing where it cannot be had. */
  readonly netguard: string;
  /** By tool name. */
  readonly versions: Readonly<Record<string, string>>;
  /** The real control plane, for stacks with a platform. */
  readonly kubernetes?: KubernetesPrograms;
}

/**
 * Has the tools ready: milliseconds when they are cached, minutes with progress when they are not. A plan with a platform,
 * whatever it is, needs more of them, which no other stack waits for.
 */
export async function setUpTools({ platform }: { readonly platform?: unknown } = {}): Promise<Tools> {
  const withPlatform = platform !== undefined;
  const wanted = withPlatform ? [...everyStacksTools, ...platformTools] : everyStacksTools;
  const { binDir, env, tools } = await ensureToolchain({ tools: wanted });
  const versions = Object.fromEntries(tools.map(({ name, version }) => [name, version]));
  const control = { kubernetes: join(binDir, CONTROL_PLANE.kubernetes), etcd: join(binDir, CONTROL_PLANE.etcd) };
  return {
    program: join(binDir, "pulumi"),
    env,
    netguard: join(binDir, "netguard"),
    versions,
    ...(withPlatform && { kubernetes: control }),
  };
}
