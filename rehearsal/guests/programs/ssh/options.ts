import { parseFlags } from "../flags";

/** A command line of ssh(1). */
export interface SshOptions {
  readonly user: string | undefined;
  readonly host: string;
  readonly port: number;
  readonly identities: readonly string[];
  /** Options by name in lower case, the first of a name counts (ssh_config(5)). */
  readonly config: ReadonlyMap<string, string>;
  readonly withoutStdin: boolean;
  readonly quiet: boolean;
  /** Undefined asks for a shell. */
  readonly command: string | undefined;
}

/** Names of options anything here acts on, or that change nothing in a simulation without terminals. */
const known = new Set(
  "addkeystoagent batchmode canonicalizehostname checkhostip compression connectionattempts connecttimeout controlmaster controlpath controlpersist escapechar forwardagent forwardx11 globalknownhostsfile hashknownhosts hostkeyalgorithms hostkeyalias identitiesonly identityagent identityfile kbdinteractiveauthentication loglevel numberofpasswordprompts passwordauthentication permitlocalcommand port preferredauthentications proxycommand pubkeyauthentication requesttty serveralivecountmax serveraliveinterval stdinnull stricthostkeychecking tcpkeepalive updatehostkeys user userknownhostsfile".split(
    " ",
  ),
);

const USAGE =
  "usage: ssh [-46AaCfGgKkMNnqsTtVvXxYy] [-B bind_interface] [-b bind_address]\n           [-c cipher_spec] [-D [bind_address:]port] [-E log_file]\n           destination [command [argument ...]]";

/** A command line ssh does not take, in its words; the exit status is 255. */
export class SshUsageError extends Error {}

export function readSshOptions(args: readonly string[]): SshOptions {
  const { flags, values, operands, unknown } = parseFlags(args, {
    flags: [..."46ACNTnqtvx"],
    values: ["i", "p", "o", "l", "F", "E"],
    stopAtOperand: true,
  });
  if (unknown !== undefined) throw new SshUsageError(`unknown option -- ${unknown.replace(/^-+/, "")}\n${USAGE}`);
  const [destination, ...command] = operands;
  if (destination === undefined) throw new SshUsageError(USAGE);
  const config = readConfig(values.get("o") ?? []);
  const at = destination.lastIndexOf("@");
  return {
    user: at === -1 ? (values.get("l")?.[0] ?? config.get("user")) : destination.slice(0, at),
    host: destination.slice(at + 1),
    port: Number(values.get("p")?.[0] ?? config.get("port") ?? 22),
    identities: [...(values.get("i") ?? []), ...(config.has("identityfile") ? [config.get("identityfile") ?? ""] : [])],
    config,
    withoutStdin: flags.has("n") || config.get("stdinnull") === "yes",
    quiet: flags.has("q") || /^(quiet|fatal|error)$/i.test(config.get("loglevel") ?? ""),
    command: command.length > 0 ? command.join(" ") : undefined,
  };
}

function readConfig(entries: readonly string[]): ReadonlyMap<string, string> {
  const config = new Map<string, string>();
  for (const entry of entries) {
    const [, name = "", value = ""] = /^\s*(\w+)\s*[=\s]\s*"?(.*?)"?$/.exec(entry) ?? [];
    const key = name.toLowerCase();
    if (!known.has(key)) throw new SshUsageError(`command-line: line 0: Bad configuration option: ${key}`);
    if (!config.has(key)) config.set(key, value);
  }
  return config;
}
