import type { Config } from "./config";
import type { Issue } from "./errors";
import { installations } from "./installations";

/** `user@realm!name=uuid`, as Proxmox generates it. */
const TOKEN = String.raw`[^\s@!=]+@[A-Za-z0-9._-]+![A-Za-z][\w.-]*=[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}`;

/** One API token. */
export const TOKEN_FORM = new RegExp(`^${TOKEN}$`, "i");

/** `homelab:proxmoxTokens`: one line per standalone host. */
export const TOKENS_FORM = new RegExp(`^(?:\\s*[A-Za-z0-9-]+:\\s*${TOKEN}\\s*(?:\\n|$))+$`, "i");

/** The token of the first of these hosts with a line. */
export function tokenOn(tokens: string, hosts: readonly string[]): string | undefined {
  const lines = tokens.split("\n").map((line) => /^\s*([A-Za-z0-9-]+):\s*(\S+)\s*$/.exec(line));
  return lines.find((line) => hosts.includes(line?.[1] ?? ""))?.[2];
}

/** Hosts behind their own endpoint have their own token. `tokens` is the secret, if known. */
export function missingTokens(config: Pick<Config, "proxmox">, tokens: string | undefined): Issue[] {
  return installations(config).flatMap(({ name, hosts, endpoint }) => {
    if (name === "" || (tokens !== undefined && tokenOn(tokens, hosts) !== undefined)) return [];
    return [
      {
        path: "proxmoxTokens",
        problem: `no token for ${endpoint}`,
        got: tokens === undefined ? "nothing" : "lines of others (not shown)",
        allowed: `must have a line for ${hosts.join(" or ")}, e.g. ${name}: pulumi@pve!homelab=<uuid>`,
        remedy: "write one line per host into a file and run pulumi config set --secret homelab:proxmoxTokens < file",
      },
    ];
  });
}
