import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { ClusterPlan } from "../../model/cluster-plan";
import { formatIssue } from "../../model/errors";
import { parseStackFile } from "../../model/load-stack-file";
import { missingSecrets } from "../../model/secrets";
import { PveClient } from "../../components/pve-client";
import { waitsIn } from "../recover/maintenance";
import type { Witnesses } from "../recover/recover";
import type { StackFile } from "../stack-files";
import { cacheFolder } from "../../toolchain/cache-folder";
import { planOf } from "./plan-of";
import { Pulumi } from "./pulumi";

/** A stack of this checkout with the caller's own engine, backend and credentials. */
export interface RealStack extends Witnesses {
  readonly plan: ClusterPlan;
  readonly pulumi: Pulumi;
  readonly eventLog: string;
}

const repository = join(__dirname, "..", "..");

/** Checks a stack's configuration, throwing everything wrong with it at once, and finds the caller's engine. */
export async function openStack({ stack, file }: StackFile): Promise<RealStack> {
  const text = readFileSync(file, "utf8");
  const plan = planOf(text, stack);
  const missing = missingSecrets(parseStackFile(text, file).secrets);
  if (missing.length > 0) throw new Error(missing.map(formatIssue).join("\n"));
  refuseCompatiblePlugins(process.env.PULUMI_HOME);
  const pulumi = new Pulumi({ program: "pulumi", cwd: repository, env: process.env, stack });
  await pulumi.expect(["version"]);
  const eventLog = join(mkdtempSync(join(tmpdir(), "homelab-up-")), "events.jsonl");
  const waits = waitsIn(() => plan, process.env);
  return { plan, pulumi, openHost: () => openHost(pulumi, plan), waits, eventLog };
}

/** The toolchain's plugins are good for rehearsals; a real host deserves the released ones. */
function refuseCompatiblePlugins(home: string | undefined): void {
  if (home === undefined || !resolve(home).startsWith(cacheFolder())) return;
  throw new Error(
    "this shell uses the rehearsal's plugins (PULUMI_HOME of npm run toolchain -- env); open another one for a real host",
  );
}

async function openHost(pulumi: Pulumi, plan: ClusterPlan): Promise<PveClient> {
  const token = await pulumi.expect(["config", "get", "homelab:proxmoxToken", "--stack", pulumi.settings.stack]);
  const { endpoint, insecure } = plan.proxmox;
  return new PveClient({ endpoint, insecure, apiToken: token.trim(), env: process.env });
}
