import { account, groupName, type Account } from "../accounts";
import type { FileTree } from "../disk/file-tree";
import { failed, program, type Process } from "../program";
import { DEFAULT_PATH } from "../shell/session";
import { parseFlags } from "./flags";

const grammar = {
  flags: ["n", "E", "H", "i", "S", "k", "non-interactive", "preserve-env", "set-home", "login", "stdin"],
  values: ["u", "g", "user", "group"],
  stopAtOperand: true,
};

/** sudo: only what the sudoers files allow without a password, for nobody can type one here. */
export const sudo = program("sudo", async (args, process) => {
  const { values, flags, operands, unknown } = parseFlags(args, grammar);
  if (unknown) return failed(1, `sudo: invalid option -- '${unknown.replace(/^-+/, "")}'`);
  const name = values.get("u")?.[0] ?? values.get("user")?.[0] ?? "root";
  const target = account(process.guest.tree, name);
  if (!target) return failed(1, `sudo: unknown user ${name}\nsudo: error initializing audit plugin sudoers_audit`);
  const assignments = operands.filter(
    (word, index) => operands.slice(0, index + 1).every(isAssignment) && isAssignment(word),
  );
  const command = operands.slice(assignments.length);
  const refusal = refuse(process, command);
  if (refusal) return failed(1, refusal);
  if (command.length === 0) return failed(1, "usage: sudo -h | -K | -k | -V");
  const kept = flags.has("E") || flags.has("preserve-env") ? process.env : keep(process.env);
  return process.run(command, {
    user: target,
    stdin: process.stdin,
    env: { ...kept, ...identity(target, process.user), ...asEnvironment(assignments) },
  });
});

const isAssignment = (word: string): boolean => /^[A-Za-z_]\w*=/.test(word);

function asEnvironment(assignments: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    assignments.map((word) => [word.slice(0, word.indexOf("=")), word.slice(word.indexOf("=") + 1)]),
  );
}

/** `Defaults env_reset` keeps next to nothing. */
function keep(env: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => /^(LANG|LC_.*|TERM)$/.test(name)));
}

function identity(target: Account, caller: Account): Record<string, string> {
  return {
    HOME: target.home,
    USER: target.name,
    LOGNAME: target.name,
    PATH: DEFAULT_PATH,
    SUDO_USER: caller.name,
    SUDO_UID: String(caller.uid),
  };
}

/** Why this user may not, in sudo's words. The last matching rule decides (sudoers(5)). */
function refuse({ user, guest }: Process, command: readonly string[]): string | undefined {
  if (user.uid === 0) return undefined;
  const names = [user.name, "ALL", `%${user.group}`, ...user.groups.map((gid) => `%${groupName(guest.tree, gid)}`)];
  const own = rules(guest.tree).filter(([who]) => names.includes(who));
  if (own.length === 0) return `${user.name} is not in the sudoers file.`;
  const rule = own.filter(([, what]) => permits(what, command, guest.tree)).at(-1);
  return rule?.[1].includes("NOPASSWD:") ? undefined : "sudo: a password is required";
}

/** `(root) NOPASSWD: /path args, ALL`: a command with arguments is that one alone, one without may have any. */
function permits(what: string, [program = "", ...args]: readonly string[], tree: FileTree): boolean {
  const commands = what.replace(/^\([^)]*\)\s*/, "").replace(/\b[A-Z]+:\s*/g, "");
  const path = program.includes("/") ? program : pathOf(program, tree);
  return commands.split(",").some((entry) => {
    const [wanted, ...wantedArgs] = entry.trim().split(/\s+/);
    if (wanted === "ALL") return true;
    return wanted === path && (wantedArgs.length === 0 || wantedArgs.join(" ") === args.join(" "));
  });
}

/** Where the secure path finds a program. */
function pathOf(program: string, tree: FileTree): string | undefined {
  const folders = DEFAULT_PATH.split(":");
  return folders.map((folder) => `${folder}/${program}`).find((path) => tree.exists(path));
}

/** Files of sudoers.d whose name has a dot or ends in ~ are skipped. */
function rules(tree: FileTree): (readonly [who: string, what: string])[] {
  const more = tree.list("/etc/sudoers.d").filter((name) => !name.includes(".") && !name.endsWith("~"));
  const text = ["/etc/sudoers", ...more.map((name) => `/etc/sudoers.d/${name}`)].map((path) => tree.read(path) ?? "");
  return text
    .join("\n")
    .split("\n")
    .map((line) => /^(\S+)\s+\S+\s*=\s*(.+)$/.exec(line.trim()))
    .flatMap((match) => (match?.[1] && match[2] && !match[1].startsWith("#") ? [[match[1], match[2]] as const] : []));
}
