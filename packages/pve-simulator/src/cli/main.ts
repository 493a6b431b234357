import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Proxmox, serveProxmox } from "../proxmox";
import { type Arguments, readArguments } from "./arguments";
import { startedWith } from "./started-with";
import { SimulatorUsageError } from "./usage-error";
import { readWorld } from "./world-file";

/** Serves until it is interrupted; resolves with the exit status. */
export async function main(args: readonly string[]): Promise<number> {
  try {
    const given = readArguments(args);
    return given ? await serve(given) : 0;
  } catch (error) {
    if (!(error instanceof SimulatorUsageError)) return complain(error, 1);
    return complain(`${error.message}\nsee pve-simulator --help`, 2);
  }
}

async function serve(given: Arguments): Promise<number> {
  const { context, guests, newTokens } = startedWith(readWorld(given.world), given.seed);
  const proxmox = await serveProxmox(context, guests, { port: given.port });
  const folder = given.ca === undefined ? mkdtempSync(join(tmpdir(), "pve-simulator-")) : undefined;
  const ca = given.ca ?? join(folder as string, "ca.pem");
  try {
    writeFileSync(ca, `${proxmox.caPem}\n`);
    say(greeting(proxmox, given, ca, [context.spec.token, ...(context.spec.otherTokens ?? [])], newTokens));
    await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
    return 0;
  } finally {
    await proxmox.close();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  }
}

type Token = { readonly id: string; readonly secret: string };

/** How to connect. A secret is shown only where it was made here. */
function greeting(
  { endpoint, ssh }: Proxmox,
  { seed }: Arguments,
  ca: string,
  tokens: readonly Token[],
  made: ReadonlySet<string>,
): string {
  const shown = (token: Token) => (made.has(token.id) ? token.secret : "SECRET");
  const [first] = tokens as [Token];
  return [
    `Proxmox VE, simulated: ${endpoint} (chance follows seed ${seed})`,
    `certificate to trust:  ${ca}`,
    ...tokens.map(
      (token) => `token:                 ${token.id}=${made.has(token.id) ? token.secret : "as in the file"}`,
    ),
    ...[...ssh].map(([name, { host, port }]) => `ssh of ${name}: ${host} port ${port}`),
    "",
    `curl --cacert ${ca} -H 'Authorization: PVEAPIToken=${first.id}=${shown(first)}' ${endpoint}api2/json/nodes`,
    "",
  ].join("\n");
}

function complain(error: unknown, status: number): number {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  return status;
}

function say(text: string): void {
  process.stdout.write(text);
}
