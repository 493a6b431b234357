import type { Client, ClientChannel } from "ssh2";
import { program, type Outcome, type Process } from "../../program";
import { logInWithKeys, SshError } from "./connect";
import { identitiesOf } from "./identity";
import { readSshOptions, SshUsageError, type SshOptions } from "./options";

/** ssh(1) without a terminal: one command on another machine, its host key verified as the options say. */
async function ssh(args: readonly string[], process: Process): Promise<Outcome> {
  let said = "";
  try {
    const options = readSshOptions(args);
    const { keys, complaints } = identitiesOf(options, process);
    said = complaints;
    const { client, words } = await logInWithKeys(keys, options, process);
    if (!options.quiet) said += words;
    const outcome = await execute(client, options, process);
    client.end();
    return { ...outcome, stderr: said + (outcome.stderr ?? "") };
  } catch (error) {
    if (error instanceof SshError) return { exitCode: 255, stderr: said + error.message };
    if (error instanceof SshUsageError) return { exitCode: 255, stderr: `${error.message}\n` };
    throw error;
  }
}

/** Runs the command; a connection that ends before it does is status 255. */
function execute(client: Client, options: SshOptions, process: Process): Promise<Outcome> {
  return new Promise((resolve) => {
    const lost = (): void =>
      resolve({ exitCode: 255, stderr: `Connection to ${options.host} closed by remote host.\r\n` });
    client.on("close", lost);
    const opened = (error: Error | undefined, channel: ClientChannel): void => {
      if (error) return resolve({ exitCode: 255, stderr: "exec request failed on channel 0\r\n" });
      collect(channel, resolve);
      channel.end(options.withoutStdin ? "" : process.stdin);
    };
    if (options.command === undefined) client.shell(false, opened);
    else client.exec(options.command, opened);
  });
}

function collect(channel: ClientChannel, resolve: (outcome: Outcome) => void): void {
  let stdout = "";
  let stderr = "";
  let exitCode: number | undefined;
  channel.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  channel.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  channel.on("exit", (status: number | null) => (exitCode = status ?? undefined));
  channel.on("close", () => {
    if (exitCode !== undefined) resolve({ stdout, stderr, exitCode });
  });
}

export const sshTool = program("ssh", ssh);
