import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, parseDocument, stringify } from "yaml";
import type { OperatorSocket } from "../../rehearsal/operator/socket";
import { socketVariables, writeStandIns } from "../../rehearsal/operator/stand-ins";
import { Pulumi } from "../engine/pulumi";
import { closed, OWNER_ONLY } from "../private-folder";
import { openRunFolder, type RunFolder } from "../run-folder";
import { encryptSecrets, type EncryptedSecrets } from "./encrypted-secrets";
import { engineEnvironment } from "./engine-environment";
import { assertLoopbackOnly } from "./dialled-addresses";
import { secretKeys } from "./rehearsal-stack-file";

export interface WorkspaceOptions {
  /** The checkout, where the program is. */
  readonly repository: string;
  /** Private to this rehearsal; work, state and home come below it. */
  readonly directory: string;
  readonly stack: string;
  readonly program: string;
  readonly version: string | undefined;
  readonly env: Readonly<Record<string, string>>;
  /** The certificate authority of the simulation's API. */
  readonly caPem: string;
  /** Where whatever honours HTTPS_PROXY is led to. */
  readonly trapUrl: string;
  /** What share of its usual patience a step has with machines (steps/patience.ts). */
  readonly stepPace: number;
  /** Steps of an update side by side. */
  readonly parallel: number;
  /** What stands in for programs of the operator's own machine. */
  readonly operator: OperatorSocket;
  /** See {@link PulumiSettings.signal}. */
  readonly signal?: AbortSignal;
}

/** A private place for the engine: its own project file, stack file, state, home and secrets. */
export class Workspace {
  readonly pulumi: Pulumi;
  readonly workDirectory: string;
  readonly stateDirectory: string;
  /** What this run alone may read; its secrets are here and in the environment, nowhere else. */
  readonly run: RunFolder;
  private readonly standIns: string;
  private readonly stackFile: string;
  private readonly options: WorkspaceOptions;

  private constructor(options: WorkspaceOptions) {
    this.options = options;
    mkdirSync(options.directory, { recursive: true, mode: OWNER_ONLY });
    closed(options.directory);
    this.run = openRunFolder(options.directory);
    this.workDirectory = join(options.directory, "work");
    this.stateDirectory = join(options.directory, "state");
    this.standIns = join(options.directory, "bin");
    this.stackFile = join(this.workDirectory, `Pulumi.${options.stack}.yaml`);
    const { program, version, stack, parallel, signal } = options;
    const standIns = { folder: this.standIns, variables: socketVariables(options.operator) };
    const env = engineEnvironment({
      ...options,
      stateDirectory: this.stateDirectory,
      temporary: this.run.temporary,
      standIns,
    });
    const cwd = this.workDirectory;
    this.pulumi = new Pulumi({ program, version, stack, cwd, env, parallel, ...(signal && { signal }) });
  }

  /** Starts from nothing: what an earlier rehearsal of the stack left is removed. */
  static async create(
    options: WorkspaceOptions,
    stackFile: string,
    secrets: Record<string, string>,
  ): Promise<Workspace> {
    const workspace = new Workspace(options);
    try {
      await workspace.setUp(stackFile, secrets);
      return workspace;
    } catch (error) {
      await workspace.close();
      throw error;
    }
  }

  /** Replaces the configuration and keeps what the engine encrypted; refuses any address outside. */
  writeStackFile(text: string): void {
    assertLoopbackOnly(text);
    const document = parseDocument(text);
    const kept = this.encryptedParts();
    for (const [path, value] of kept) document.setIn(path, value);
    writeFileSync(this.stackFile, document.toString({ lineWidth: 0 }), { mode: 0o600 });
  }

  /** Removes what nobody may read after the run; logs and the encrypted state stay. */
  close(): Promise<void> {
    this.run.close();
    return Promise.resolve();
  }

  private async setUp(stackFile: string, secrets: Record<string, string>): Promise<void> {
    const { options, workDirectory, stateDirectory, standIns } = this;
    for (const directory of [workDirectory, stateDirectory, join(options.directory, "home")]) {
      rmSync(directory, { recursive: true, force: true });
      mkdirSync(directory, { recursive: true, mode: OWNER_ONLY });
    }
    rmSync(standIns, { recursive: true, force: true });
    writeStandIns(standIns, options.operator);
    writeFileSync(join(options.directory, "ca.pem"), options.caPem);
    writeFileSync(join(workDirectory, "Pulumi.yaml"), projectFile(options.repository));
    const passphrase = this.pulumi.settings.env["PULUMI_CONFIG_PASSPHRASE"] ?? "";
    this.writeStackFile(withSecrets(stackFile, await encryptSecrets(passphrase, secrets)));
    await this.pulumi.create();
    chmodSync(this.stackFile, 0o600);
  }

  private encryptedParts(): [string[], unknown][] {
    let text: string;
    try {
      text = readFileSync(this.stackFile, "utf8");
    } catch {
      return [];
    }
    const now = parse(text) as { encryptionsalt?: string; config: Record<string, unknown> };
    const secrets = secretKeys(text).map((key): [string[], unknown] => [["config", key], now.config[key]]);
    return now.encryptionsalt === undefined ? secrets : [[["encryptionsalt"], now.encryptionsalt], ...secrets];
  }
}

function withSecrets(stackFile: string, { encryptionsalt, values }: EncryptedSecrets): string {
  const document = parseDocument(stackFile);
  document.setIn(["encryptionsalt"], encryptionsalt);
  for (const [key, secure] of Object.entries(values)) document.setIn(["config", key], { secure });
  return document.toString({ lineWidth: 0 });
}

/** The real project file, told that the program lies in the checkout. */
function projectFile(repository: string): string {
  const project = parse(readFileSync(join(repository, "Pulumi.yaml"), "utf8")) as Record<string, unknown>;
  return stringify({ ...project, main: repository });
}
