import { execFile } from "node:child_process";
import { join } from "node:path";
import { begunRunOf } from "../stack/begun-run";
import { type LastRun, lastRunOf } from "../stack/last-run";
import { withoutPasswords } from "../model/without-passwords";

const repository = join(__dirname, "..");

/** What a stack made so far, or why nobody can tell. */
export type DeployedStack = { readonly lastRun: LastRun } | { readonly unknown: string };

/** A resource as the engine exports it; secrets are encrypted, and stay so. */
interface ExportedResource {
  readonly urn: string;
  readonly type: string;
  readonly outputs?: Readonly<Record<string, unknown>>;
  /** Replaced already, and still to be deleted. */
  readonly delete?: boolean;
}

/** A look at the state must not keep anybody waiting: a file answers in 0.2 s, a server across the simulation in one. */
const PATIENCE_MS = 1200;

/**
 * Reads a stack's state with the caller's own engine, where it can be had at once: nothing is asked, no secret is
 * decrypted, and neither an engine nor a network is needed for it to end.
 */
export async function deployedStack(stack: string, patienceMs = PATIENCE_MS): Promise<DeployedStack> {
  const exported = await exportOf(stack, patienceMs);
  if (typeof exported === "string") return { unknown: exported };
  const present = exported.filter((resource) => resource.delete !== true);
  const resources = present.map(({ urn, type, outputs = {} }) => ({ urn, type, outputs }));
  const lastRun = lastRunOf(resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {});
  const begun = begunRunOf(resources);
  if (lastRun.clusterName === undefined && begun === undefined) return { unknown: `${stack} does not exist yet` };
  return { lastRun: { ...lastRun, ...(begun && { begun }) } };
}

/** The resources in a stack's state, or why they cannot be read. */
function exportOf(stack: string, patienceMs: number): Promise<readonly ExportedResource[] | string> {
  const args = ["stack", "export", "--non-interactive", "--stack", stack];
  const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
  const limits = { timeout: patienceMs, killSignal: "SIGKILL", maxBuffer: 256 * 1024 * 1024 } as const;
  return new Promise((resolve) => {
    const child = execFile("pulumi", args, { cwd: repository, env, ...limits }, (error, stdout, stderr) => {
      if (error) resolve(reason(error, stderr, stack, patienceMs));
      else resolve(resourcesIn(stdout) ?? "its state cannot be read");
    });
    child.stdin?.on("error", () => undefined).end();
  });
}

function resourcesIn(text: string): readonly ExportedResource[] | undefined {
  try {
    const { deployment } = JSON.parse(text) as { deployment?: { resources?: readonly ExportedResource[] | null } };
    return deployment && (deployment.resources ?? []);
  } catch {
    return undefined;
  }
}

/** Exit statuses of the engine: 3 if not logged in, 6 for an unknown stack. */
function reason(error: { code?: unknown; killed?: boolean }, stderr: string, stack: string, patienceMs: number) {
  if (error.code === "ENOENT") return "pulumi is not installed";
  if (error.code === 3) return "not logged in to the state backend (pulumi login)";
  if (error.code === 6) return `there is no stack ${stack} yet`;
  if (error.killed) return `the place of the state did not answer within ${patienceMs / 1000} s`;
  const said = withoutPasswords(stderr.trim().split("\n").at(-1) ?? "");
  return `its state cannot be read${said === "" ? "" : ` (${said})`}`;
}
