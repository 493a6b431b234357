import { type ParsedKey, utils } from "ssh2";
import type { Account } from "../accounts";
import type { Inode } from "../disk/inode";
import type { FileTree } from "../disk/file-tree";
import { posix } from "node:path";

/** One line of authorized_keys: a key, and what who shows it may do. */
export interface AuthorizedKey {
  readonly key: ParsedKey;
  /** The only thing that runs, whatever the client asked for (`command="…"`). */
  readonly forcedCommand?: string;
}

/** Options sshd knows (sshd(8), AUTHORIZED_KEYS FILE FORMAT); a line with any other is refused. */
const known = new Set(
  "agent-forwarding cert-authority command environment expiry-time from no-agent-forwarding no-port-forwarding no-pty no-user-rc no-x11-forwarding permitlisten permitopen port-forwarding principals pty restrict tunnel user-rc verify-required x11-forwarding".split(
    " ",
  ),
);

/** Keys that open an account; files others could change are not looked at (StrictModes). */
export function authorizedKeys(tree: FileTree, user: Account, files: readonly string[]): readonly AuthorizedKey[] {
  return files
    .map((file) => file.replaceAll("%u", user.name).replaceAll("%h", user.home))
    .map((file) => (file.startsWith("/") ? file : `${user.home}/${file}`))
    .filter((path) => isSafe(tree, user, path))
    .flatMap((path) => (tree.read(path) ?? "").split("\n"))
    .flatMap((line) => readLine(line.trim()) ?? []);
}

/** The file and the folders up to the home belong to the user or root, and nobody else may write them. */
function isSafe(tree: FileTree, user: Account, path: string): boolean {
  const safe = (node: Inode | undefined): boolean =>
    node === undefined || ((node.uid === 0 || node.uid === user.uid) && (node.mode & 0o022) === 0);
  for (let at = path; ; at = posix.dirname(at)) {
    if (!safe(tree.find(at))) return false;
    if (at === user.home || at === "/") return true;
  }
}

function readLine(line: string): AuthorizedKey | undefined {
  if (line === "" || line.startsWith("#")) return undefined;
  const start = keyStart(line);
  const options = splitOptions(line.slice(0, start).trim());
  if (start === -1 || options.some(([name]) => !known.has(name))) return undefined;
  const key = utils.parseKey(line.slice(start));
  const forced = options.find(([name]) => name === "command")?.[1];
  return key instanceof Error ? undefined : { key, ...(forced !== undefined && { forcedCommand: forced }) };
}

function keyStart(line: string): number {
  const match = /(^|\s)((?:sk-)?(?:ssh|ecdsa)-\S+ AAAA)/.exec(line);
  return match?.[2] === undefined ? -1 : match.index + (match[1] ?? "").length;
}

/** `a,b="x,\"y\""` as names in lower case and values without their quotes. */
function splitOptions(text: string): readonly (readonly [name: string, value: string | undefined])[] {
  const parts = text.match(/[\w-]+(?:="(?:[^"\\]|\\.)*")?/g) ?? [];
  return parts.map((part) => {
    const [name = "", ...value] = part.split("=");
    const quoted = value.length > 0 ? value.join("=").slice(1, -1).replaceAll('\\"', '"') : undefined;
    return [name.toLowerCase(), quoted];
  });
}
