import { posix } from "node:path";
import { type StartupLimits, usualStartups } from "pve-simulator/ssh";
import type { FileTree } from "../disk/file-tree";

/** The settings of sshd that a client can feel. */
export interface SshdConfig {
  readonly ports: readonly number[];
  readonly permitRootLogin: string;
  readonly passwordAuthentication: boolean;
  readonly allowUsers: readonly string[];
  readonly acceptEnv: readonly string[];
  readonly hostKeys: readonly string[];
  readonly authorizedKeysFiles: readonly string[];
  readonly maxStartups: StartupLimits;
  /** Sessions over one connection; forwarded connections do not count. */
  readonly maxSessions: number;
}

const DEFAULT_HOST_KEYS = ["rsa", "ecdsa", "ed25519"].map((type) => `/etc/ssh/ssh_host_${type}_key`);

/** Reads sshd_config as sshd does: the first value of a keyword wins, Port, HostKey and AcceptEnv add up (sshd_config(5)). */
export function readSshdConfig(tree: FileTree): SshdConfig {
  const lines = configLines(tree, "/etc/ssh/sshd_config");
  const all = (keyword: string): string[][] =>
    lines.filter(([name]) => name === keyword).map(([, ...values]) => values);
  const first = (keyword: string): string | undefined => all(keyword)[0]?.[0];
  const ports = all("port").map(([port]) => Number(port));
  const hostKeys = all("hostkey").flat();
  return {
    ports: ports.length > 0 ? ports : [22],
    permitRootLogin: first("permitrootlogin") ?? "prohibit-password",
    passwordAuthentication: first("passwordauthentication") !== "no",
    allowUsers: all("allowusers").flat(),
    acceptEnv: all("acceptenv").flat(),
    hostKeys: hostKeys.length > 0 ? hostKeys : DEFAULT_HOST_KEYS,
    authorizedKeysFiles: all("authorizedkeysfile")[0] ?? [".ssh/authorized_keys", ".ssh/authorized_keys2"],
    maxStartups: startupLimits(first("maxstartups")),
    maxSessions: Number(first("maxsessions") ?? 10),
  };
}

/** `start:rate:full`, or one number from which on all are turned away. */
function startupLimits(text: string | undefined): StartupLimits {
  if (text === undefined) return usualStartups;
  const [start = 10, rate = 100, full = start] = text.split(":").map(Number);
  return { start, rate, full };
}

/** Every directive, keyword first and in lower case; Include is expanded where it stands, Match blocks are left out. */
function configLines(tree: FileTree, path: string): string[][] {
  const directives: string[][] = [];
  for (const line of (tree.read(path) ?? "").split("\n").map((raw) => raw.trim())) {
    const [keyword = "", ...values] = line.split(/[\s=]+/);
    if (line === "" || line.startsWith("#")) continue;
    if (keyword.toLowerCase() === "match") break;
    if (keyword.toLowerCase() !== "include") directives.push([keyword.toLowerCase(), ...values]);
    else
      for (const pattern of values)
        for (const file of expand(tree, pattern)) directives.push(...configLines(tree, file));
  }
  return directives;
}

/** `dir/*.conf`, sorted as glob(7) sorts. */
function expand(tree: FileTree, pattern: string): string[] {
  const path = pattern.startsWith("/") ? pattern : `/etc/ssh/${pattern}`;
  const folder = posix.dirname(path);
  const [before = "", after] = posix.basename(path).split("*");
  if (after === undefined) return [path];
  return tree
    .list(folder)
    .filter((name) => name.startsWith(before) && name.endsWith(after))
    .map((name) => `${folder}/${name}`);
}
