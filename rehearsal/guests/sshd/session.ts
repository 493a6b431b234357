import type { Connection, ServerChannel, Session as SshSession } from "ssh2";
import type { Account } from "../accounts";
import { UserTree } from "../disk/user-tree";
import type { LinuxGuest } from "../guest";
import { loginEnvironment, type ShellSession } from "../shell/session";
import { runShell } from "../shell/shell";
import { serveSftp } from "./sftp";
import type { SshdConfig } from "./sshd-config";

/** Who came in, and the one command this key may run, if its line says so. */
export interface AcceptedLogin {
  readonly user: Account;
  readonly forcedCommand: string | undefined;
}

/**
 * One SSH session: environment as AcceptEnv allows, commands through the login shell, files through SFTP. A forced command
 * replaces all of them and gets the original command.
 */
export function openSshSession(
  guest: LinuxGuest,
  { user, forcedCommand }: AcceptedLogin,
  config: SshdConfig,
  session: SshSession,
  client: Connection,
): void {
  const env = loginEnvironment(user);
  session.on("env", (accept, reject, { key, val }) => {
    if (!config.acceptEnv.some((pattern) => matches(pattern, key))) return reject?.();
    env[key] = val;
    accept?.();
  });
  let terminal = false;
  session.on("pty", (accept) => {
    terminal = true;
    accept();
  });
  session.on("exec", (accept, _reject, { command }) => {
    if (forcedCommand !== undefined) env.SSH_ORIGINAL_COMMAND = command;
    void execute(guest, user, { env, command: forcedCommand ?? command, terminal }, accept(), client);
  });
  // A shell without a terminal reads its commands from stdin.
  session.on(
    "shell",
    (accept) => void execute(guest, user, { env, command: forcedCommand ?? "sh -s", terminal }, accept(), client),
  );
  session.on("sftp", (accept, reject) => {
    if (forcedCommand !== undefined) reject();
    else serveSftp(new UserTree(guest.tree, user, { value: 0o022 }), accept());
  });
}

function matches(pattern: string, name: string): boolean {
  return pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : pattern === name;
}

interface Execution {
  readonly env: Record<string, string>;
  readonly command: string;
  /** With a terminal it gets SIGHUP when the client is gone; without one nobody tells it, and it goes on. */
  readonly terminal: boolean;
}

async function execute(
  guest: LinuxGuest,
  user: Account,
  { env, command, terminal }: Execution,
  channel: ServerChannel,
  client: Connection,
): Promise<void> {
  const killed = new AbortController();
  let gone = false;
  const hangUp = (): void => {
    gone = true;
    if (terminal) killed.abort();
  };
  channel.on("close", hangUp);
  channel.on("error", hangUp);
  const stdin = await readAll(channel);
  const { events, faults } = guest.context;
  const record: ShellSession = { guest, argv: [], signal: AbortSignal.any([killed.signal, guest.power]) };
  const common = { kind: "command", machine: guest.name, user: user.name, command } as const;
  events.emit({ ...common, phase: "start", stdin });
  if (faults.strikes("ssh-drops", guest.name)) dropSoon(guest, client, killed);
  if (faults.strikes("freezes", guest.name)) freezeSoon(guest, killed);
  const result = await runShell(record, user, command, { stdin, env, cwd: user.home });
  events.emit({ ...common, phase: "end", ...result, argv: record.argv });
  if (gone || killed.signal.aborted || guest.power.aborted) return;
  if (result.stderr) channel.stderr.write(result.stderr);
  if (result.stdout) channel.write(result.stdout);
  channel.exit(result.exitCode);
  channel.end();
}

/** The connection dies while the script runs, which wants to say something just then and gets SIGPIPE. */
function dropSoon(guest: LinuxGuest, client: Connection, killed: AbortController): void {
  void guest.sleep(0.2).then(() => {
    guest.context.events.emit({ kind: "fault", fault: "ssh-drops", machine: guest.name });
    killed.abort();
    client.end();
  });
}

/** The machine stops while the script runs, which so never gets further. */
function freezeSoon(guest: LinuxGuest, killed: AbortController): void {
  void guest.sleep(0.2).then(() => {
    guest.freeze("freezes");
    killed.abort();
  });
}

/** All of stdin: a command starts when its input has ended, for the interpreter takes it as a whole. */
function readAll(channel: ServerChannel): Promise<string> {
  const chunks: Buffer[] = [];
  return new Promise((resolve) => {
    const done = (): void => resolve(Buffer.concat(chunks).toString("utf8"));
    channel.on("data", (chunk: Buffer) => chunks.push(chunk));
    channel.once("end", done);
    channel.once("close", done);
  });
}
