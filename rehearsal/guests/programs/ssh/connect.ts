import type { Duplex } from "node:stream";
import { Client } from "ssh2";
import { NetworkError } from "../../../network/network-error";
import type { Process } from "../../program";
import { judgeHostKey, shownKey } from "./known-hosts";
import type { SshOptions } from "./options";

/** A connection that did not come about, in ssh's words; the exit status is 255. */
export class SshError extends Error {}

/** ssh gives up on silence after the kernel does (tcp_syn_retries). */
const SILENCE_SECONDS = 130;

/** Reaches the machine's sshd through the simulation's network. */
export async function reachSshd({ host, port, config }: SshOptions, { guest, signal }: Process): Promise<Duplex> {
  try {
    return guest.fabric.connect(guest.network, addressOf(host, guest.tree.read("/etc/hosts") ?? ""), port);
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    if (error.code === "ETIMEDOUT") await guest.sleep(Number(config.get("connecttimeout") ?? SILENCE_SECONDS), signal);
    throw new SshError(`ssh: connect to host ${host} port ${port}: ${error.reason}\r\n`);
  }
}

function addressOf(host: string, hosts: string): string {
  if (/^[\d.]+$/.test(host) || host === "localhost") return host;
  const line = hosts.split("\n").find((entry) => entry.trim().split(/\s+/).slice(1).includes(host));
  const address = line?.trim().split(/\s+/)[0];
  if (address !== undefined) return address;
  throw new SshError(`ssh: Could not resolve hostname ${host}: Temporary failure in name resolution\r\n`);
}

export interface Greeting {
  readonly client: Client;
  /** Warnings on the way in. */
  readonly words: string;
}

/** Logs in with one key after another; throws ssh's words when the host is not trusted or lets nobody in. */
export async function logInWithKeys(keys: readonly string[], options: SshOptions, process: Process): Promise<Greeting> {
  const user = options.user ?? process.user.name;
  for (const key of keys.length > 0 ? keys : [undefined]) {
    const greeting = await tryKey(key, user, options, process);
    if (greeting) return greeting;
  }
  throw new SshError(`${user}@${options.host}: Permission denied (publickey).\r\n`);
}

/** Undefined when this key is not accepted. */
async function tryKey(
  privateKey: string | undefined,
  username: string,
  options: SshOptions,
  process: Process,
): Promise<Greeting | undefined> {
  const sock = await reachSshd(options, process);
  const client = new Client();
  let words = "";
  let trusted = true;
  const hostVerifier = (data: Buffer): boolean => {
    const judgement = judgeHostKey(shownKey(data), options, process);
    words = judgement.words;
    return (trusted = judgement.trusted);
  };
  return new Promise((resolve, reject) => {
    const closed = (): void =>
      reject(
        new SshError(
          `kex_exchange_identification: Connection closed by remote host\r\nConnection closed by ${options.host} port ${options.port}\r\n`,
        ),
      );
    client.on("ready", () => resolve({ client, words }));
    client.on("error", (error) => {
      if (!trusted) reject(new SshError(words));
      else if (error.level === "client-authentication") resolve(undefined);
      else closed();
    });
    client.on("close", closed);
    process.signal.addEventListener("abort", () => client.end(), { once: true });

    client.connect({ sock, username, hostVerifier, ...(privateKey !== undefined && { privateKey }) });
  });
}
