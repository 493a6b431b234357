import type { Process } from "../../program";
import type { SshOptions } from "./options";

/** A host key that was shown, as known_hosts has it. */
export interface ShownKey {
  /** E.g. `ssh-ed25519`. */
  readonly type: string;
  readonly base64: string;
}

export function shownKey(data: Buffer): ShownKey {
  const length = data.readUInt32BE(0);
  return { type: data.subarray(4, 4 + length).toString(), base64: data.toString("base64") };
}

/** What the client makes of a host key: goes on, perhaps with a warning, or gives up with ssh's words. */
export interface HostKeyVerdict {
  readonly trusted: boolean;
  readonly words: string;
}

const FAILED = "Host key verification failed.\r\n";

/** Compares the key with known_hosts, as StrictHostKeyChecking wants it (ssh_config(5)). */
export function judgeHostKey(key: ShownKey, options: SshOptions, process: Process): HostKeyVerdict {
  const name = hostName(options);
  const known = files(options, process).flatMap((path) => entries(path, name, process));
  const kind = key.type.replace(/^ssh-|^ecdsa-.*$/, (prefix) => (prefix === "ssh-" ? "" : "ecdsa")).toUpperCase();
  if (known.some(({ type, base64 }) => type === key.type && base64 === key.base64)) return { trusted: true, words: "" };
  const strict = options.config.get("stricthostkeychecking") ?? "ask";
  if (known.some(({ type }) => type === key.type)) {
    const warning = changedWarning(kind);
    if (strict === "no" || strict === "off") return { trusted: true, words: warning };
    return {
      trusted: false,
      words: `${warning}Host key for ${name} has changed and you have requested strict checking.\r\n${FAILED}`,
    };
  }
  if (strict === "no" || strict === "off" || strict === "accept-new") {
    remember(`${name} ${key.type} ${key.base64}\n`, options, process);
    return { trusted: true, words: `Warning: Permanently added '${name}' (${kind}) to the list of known hosts.\r\n` };
  }
  // `ask` needs a terminal.
  const refusal =
    strict === "ask" ? "" : `No ${kind} host key is known for ${name} and you have requested strict checking.\r\n`;
  return { trusted: false, words: refusal + FAILED };
}

/** HostKeyAlias stands alone; any other name carries a port that is not 22. */
function hostName({ host, port, config }: SshOptions): string {
  return config.get("hostkeyalias") ?? (port === 22 ? host : `[${host}]:${port}`);
}

function files({ config }: SshOptions, { user }: Process): readonly string[] {
  const own = config.get("userknownhostsfile") ?? "~/.ssh/known_hosts";
  const global = config.get("globalknownhostsfile") ?? "/etc/ssh/ssh_known_hosts";
  return `${own} ${global}`
    .split(/\s+/)
    .filter((path) => path !== "none")
    .map((path) => path.replace(/^~/, user.home));
}

function entries(path: string, name: string, process: Process): readonly ShownKey[] {
  const text = readable(() => process.files.file(process.path(path)).content.toString());
  return text.split("\n").flatMap((line) => {
    const [hosts = "", type, base64] = line.trim().split(/\s+/);
    if (type === undefined || base64 === undefined || /^[#@]/.test(hosts)) return [];
    return hosts.split(",").includes(name) ? [{ type, base64 }] : [];
  });
}

function readable(read: () => string): string {
  try {
    return read();
  } catch {
    return "";
  }
}

function remember(line: string, options: SshOptions, process: Process): void {
  const [path = ""] = files(options, process);
  try {
    process.files.store(process.path(path), (old) => Buffer.concat([old, Buffer.from(line)]));
  } catch {
    // ssh goes on without a list it cannot write.
  }
}

function changedWarning(kind: string): string {
  const frame = "@".repeat(59);
  return [
    frame,
    "@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @",
    frame,
    "IT IS POSSIBLE THAT SOMEONE IS DOING SOMETHING NASTY!",
    "Someone could be eavesdropping on you right now (man-in-the-middle attack)!",
    "It is also possible that a host key has just been changed.",
    `The fingerprint for the ${kind} key sent by the remote host is unknown to you.`,
    "",
  ].join("\r\n");
}
