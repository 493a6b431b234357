import { execFile } from "node:child_process";
import { chmodSync, copyFileSync, cpSync, mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { downloadFile, downloadText, Unreachable } from "./download";
import { executableOf, type Tool } from "./tools";

const run = promisify(execFile);
const releases = "https://get.pulumi.com/releases/sdk";
const pluginMinutes = 5;

/** The official release of the command line, unpacked once for every tool inside it. */
export class CliRelease {
  readonly #work: string;
  readonly #env: NodeJS.ProcessEnv;
  #unpacked: Promise<string> | undefined;

  constructor(work: string, env: NodeJS.ProcessEnv) {
    this.#work = work;
    this.#env = env;
  }

  /** Puts a tool that the release holds into a folder. */
  async takeInto(folder: string, tool: Tool): Promise<void> {
    this.#unpacked ??= this.#unpack(tool.version);
    const name = executableOf(tool);
    copyFileSync(join(await this.#unpacked, name), join(folder, name));
    chmodSync(join(folder, name), 0o755);
  }

  async #unpack(version: string): Promise<string> {
    const base = this.#env["HOMELAB_PULUMI_RELEASES"] ?? releases;
    const archive = `pulumi-v${version}-${platformName()}.tar.gz`;
    const checksums = await downloadText(`${base}/pulumi-${version}-checksums.txt`);
    const expected = checksumOf(checksums, archive);
    const file = join(this.#work, archive);
    mkdirSync(this.#work, { recursive: true });
    const actual = await downloadFile(`${base}/${archive}`, file);
    if (actual !== expected) {
      throw new Error(
        `toolchain: ${archive} has the SHA-256 ${actual}, the checksum file of the release says ${expected}; ` +
          "nothing was installed; try again, or set HOMELAB_TOOLCHAIN=build to build from Go modules instead",
      );
    }
    await run("tar", ["-xzf", file, "-C", this.#work]);
    return join(this.#work, "pulumi");
  }
}

/** Lets the downloaded command line fetch a plugin, into a PULUMI_HOME of its own, and takes it from there. */
export async function takePluginInto(folder: string, tool: Tool, pulumi: string, home: string, env: NodeJS.ProcessEnv) {
  const server = tool.release?.from === "plugin" && tool.release.server;
  const args = ["plugin", "install", "resource", tool.name, tool.version, ...(server ? ["--server", server] : [])];
  try {
    await run(pulumi, args, {
      env: { ...env, PULUMI_HOME: home, PULUMI_SKIP_UPDATE_CHECK: "1" },
      timeout: pluginMinutes * 60_000,
    });
    cpSync(join(home, "plugins", `resource-${tool.name}-v${tool.version}`), folder, { recursive: true });
  } catch (error) {
    const { stderr, message } = error as { stderr?: string; message: string };
    throw new Unreachable(stderr?.trim() || message, { cause: error });
  }
}

function checksumOf(checksums: string, archive: string): string {
  for (const line of checksums.split("\n")) {
    const [sum, name] = line.trim().split(/\s+/);
    if (sum && name && basename(name) === archive) return sum;
  }
  throw new Unreachable(`the checksum file of the release does not name ${archive}`);
}

function platformName(): string {
  return `${process.platform}-${process.arch}`;
}
