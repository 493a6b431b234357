import * as pulumi from "@pulumi/pulumi";
import type { StackConfig, StackPlan } from "../distributions/distribution";
import { ConfigError, type Issue } from "../model/errors";
import { checkConfig } from "../stack/parse";
import { type LastRun, placementOf } from "../stack/last-run";
import { isPlacedAs, type Placement } from "../stack/place-nodes";
import { plan } from "../stack/plan";
import { secretInSection } from "../stack/load-stack-file";
import { misplacedKeys } from "../stack/stack-file-keys";
import { missingTokens } from "../model/proxmox-tokens";
import { malformedSecrets, missingSecrets, plainSecret, SECRET_NAMES, type SecretName } from "../model/secrets";
import { stackFileInForce } from "./stack-file-in-force";

const NAMESPACE = "homelab";

/** Set by the user, one flat key each; passed beside the plan, never in it. */
export interface TypedSecrets {
  readonly proxmoxToken: pulumi.Output<string>;
  /** Tokens of standalone hosts, one per line. */
  readonly proxmoxTokens: pulumi.Output<string> | undefined;
  /** For SSH to the hosts: snippets, jump host. */
  readonly sshPrivateKey: pulumi.Output<string>;
  readonly consolePasswordHash: pulumi.Output<string> | undefined;
}

export interface LoadedConfig {
  readonly config: StackConfig;
  readonly plan: StackPlan;
  readonly secrets: TypedSecrets;
}

/**
 * Reads the stack's configuration; the only place that does. @throws pulumi.RunError with every mistake at once, one per
 * line, before any resource exists.
 */
export function loadConfig(before: Placement = {}): LoadedConfig {
  const config = new pulumi.Config(NAMESPACE);
  const present = SECRET_NAMES.filter((name) => config.get(name) !== undefined);
  const values = Object.fromEntries(present.map((name) => [name, config.require(name)]));
  const open = present.filter((name) => !isEncrypted(`${NAMESPACE}:${name}`));
  const handed = sections(config);
  const encrypted = Object.keys(handed).filter((name) => isEncrypted(`${NAMESPACE}:${name}`));
  const secretIssues = [
    ...missingSecrets(present),
    ...open.map(plainSecret),
    ...malformedSecrets(values),
    ...encrypted.map((name) => secretInSection([name])),
  ];
  const { file, warning } = stackFileInForce(pulumi.getRootDirectory(), pulumi.getStack(), handed);
  if (warning !== undefined) void pulumi.log.warn(warning);
  const result = checkConfig(file?.raw ?? handed, file?.issues ?? misplacedKeys(pulumi.runtime.allConfig()), before);
  if ("issues" in result) throw refusal([...result.issues, ...secretIssues]);
  const allIssues = [...secretIssues, ...missingTokens(result.config, values["proxmoxTokens"] as string | undefined)];
  if (allIssues.length > 0) throw refusal(allIssues);
  const made = plan(result.config, pulumi.getStack());
  return { config: result.config, plan: made, secrets: readSecrets(config, present) };
}

/** The same, with nodes without a host left where earlier runs put them. */
export function placedAsBefore(loaded: LoadedConfig, lastRun: LastRun): LoadedConfig {
  const before = placementOf(lastRun);
  return isPlacedAs(before, loaded.config) ? loaded : loadConfig(before);
}

/**
 * Every `homelab:` key of the stack that is not a secret, as a plain value; including unknown ones, so that they are
 * refused.
 */
function sections(config: pulumi.Config): Record<string, unknown> {
  const names = Object.keys(pulumi.runtime.allConfig())
    .filter((key) => key.startsWith(`${NAMESPACE}:`))
    .map((key) => key.slice(NAMESPACE.length + 1))
    .filter((name) => !SECRET_NAMES.some((secret) => secret === name));
  return Object.fromEntries(names.map((name) => [name, valueOf(config, name)]));
}

function valueOf(config: pulumi.Config, name: string): unknown {
  try {
    return config.getObject(name);
  } catch {
    return config.get(name);
  }
}

/** What the engine reports about a value; the SDK has it, but does not declare it (sdk/nodejs/runtime/config.ts). */
const { isConfigSecret: isEncrypted } = pulumi.runtime as unknown as {
  isConfigSecret(this: void, key: string): boolean;
};

function readSecrets(config: pulumi.Config, present: readonly SecretName[]): TypedSecrets {
  return {
    proxmoxToken: config.requireSecret("proxmoxToken"),
    proxmoxTokens: present.includes("proxmoxTokens") ? config.requireSecret("proxmoxTokens") : undefined,
    sshPrivateKey: config.requireSecret("sshPrivateKey"),
    consolePasswordHash: present.includes("consolePasswordHash")
      ? config.requireSecret("consolePasswordHash")
      : undefined,
  };
}

/** RunError is the only class whose stack trace Pulumi never prints. */
export function refusal(issues: readonly Issue[]): pulumi.RunError {
  return new pulumi.RunError(`the configuration is refused, nothing was touched:\n${new ConfigError(issues).message}`);
}
