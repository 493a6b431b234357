import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import type { StackPlan } from "../../distributions/distribution";
import { formatIssue } from "../../model/errors";
import { parseStackFile } from "../../stack/load-stack-file";
import { missingSecrets } from "../../model/secrets";
import { clientOfAll } from "../../components/pve-clients";
import type { PveClient } from "../../components/pve-client";
import { installations } from "../../model/installations";
import { nodeNames } from "../../model/node-names";
import { tokenOn } from "../../model/proxmox-tokens";
import { askHidden } from "../cli/ask";
import { waitsIn } from "../recover/maintenance";
import type { Witnesses } from "../recover/recover";
import { privateFolder } from "../private-folder";
import type { StackAndFile } from "../stack-files";
import { cacheFolder } from "../../model/cache-folder";
import { openRunFolder } from "../run-folder";
import { armDiskWatch, foldersWrittenTo } from "./disk-watch";
import { interruptible, RUN_MARK } from "./interrupted-run";
import { parallelSteps } from "./parallel-steps";
import { planOf } from "./plan-of";
import { Pulumi } from "./pulumi";

/** A stack of this checkout with the caller's own engine, backend and credentials. */
export interface RealStack extends Witnesses {
  readonly plan: StackPlan;
  readonly pulumi: Pulumi;
}

const repository = join(__dirname, "..", "..");

/**
 * Checks a stack's configuration, throwing everything wrong with it at once, finds the caller's engine, and does work
 * with both that somebody may interrupt. Nothing of it stays in any folder for temporary files.
 */
export async function withRealStack<T>(
  { stack, file }: StackAndFile,
  work: (stack: RealStack) => Promise<T>,
): Promise<T> {
  const text = readFileSync(file, "utf8");
  const plan = planOf(text, stack);
  const missing = missingSecrets(parseStackFile(text, file).secrets);
  if (missing.length > 0) throw new Error(missing.map(formatIssue).join("\n"));
  refuseCompatiblePlugins(process.env.PULUMI_HOME);
  const passphrase = await passphraseFor(text);
  const run = openRunFolder(privateFolder(repository, stack));
  try {
    const controller = new AbortController();
    const env = { ...process.env, ...passphrase, TMPDIR: run.temporary, [RUN_MARK]: randomUUID() };
    const { signal } = controller;
    const parallel = parallelSteps(plan);
    const pulumi = new Pulumi({ program: "pulumi", cwd: repository, env, stack, parallel, signal });
    const waits = waitsIn(() => plan, env);
    const opened = { plan, pulumi, openHost: () => openHost(pulumi, plan), waits };
    const running = { pulumi, controller, plan, say: (line: string) => console.error(line) };
    const disarm = armDiskWatch(foldersWrittenTo(repository, env), pulumi, running.say);
    try {
      return await interruptible(running, async () => {
        await pulumi.version();
        return work(opened);
      });
    } finally {
      disarm();
    }
  } finally {
    run.close();
  }
}

/**
 * The engine, started through its API, asks nobody for the passphrase of a stack's secrets, so we do where somebody sits at
 * a terminal and has set neither variable for it.
 */
async function passphraseFor(stackFile: string): Promise<Readonly<Record<string, string>>> {
  const { PULUMI_CONFIG_PASSPHRASE: given, PULUMI_CONFIG_PASSPHRASE_FILE: file } = process.env;
  const wanted = /^encryptionsalt:/m.test(stackFile) && given === undefined && file === undefined;
  if (!wanted || !process.stdin.isTTY) return {};
  return {
    PULUMI_CONFIG_PASSPHRASE: await askHidden("Passphrase of the stack's secrets (PULUMI_CONFIG_PASSPHRASE): "),
  };
}

/** The toolchain's plugins are good for rehearsals; a real host deserves the released ones. */
function refuseCompatiblePlugins(home: string | undefined): void {
  if (home === undefined || !resolve(home).startsWith(`${resolve(cacheFolder())}${sep}`)) return;
  throw new Error(
    "this shell uses the rehearsal's plugins (PULUMI_HOME of npm run toolchain -- env); open a new shell for a real host",
  );
}

async function openHost(pulumi: Pulumi, plan: StackPlan): Promise<PveClient> {
  const secret = (name: string) =>
    pulumi.expect(["config", "get", `homelab:${name}`, "--stack", pulumi.settings.stack]);
  const all = installations(plan);
  const token = (await secret("proxmoxToken")).trim();
  const tokens = all.some(({ name }) => name !== "") ? await secret("proxmoxTokens") : "";
  return clientOfAll(
    all.map((one) => ({
      ...one,
      apiToken: one.name === "" ? token : (tokenOn(tokens, one.hosts) ?? ""),
      names: nodeNames(plan, one),
    })),
  );
}
