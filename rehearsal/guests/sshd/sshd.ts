import { type AuthContext, type Connection, type ParsedKey, Server, utils } from "ssh2";
import type { Duplex } from "node:stream";
import type { Socket } from "node:net";
import { account, type Account } from "../accounts";
import { authenticate } from "../../network/jump-host";
import type { Guest } from "../guest";
import { openSession } from "./session";
import { readSshdConfig, type SshdConfig } from "./sshd-config";

/** sshd on a machine: reads its configuration and keys anew for every connection, as socket activation does. */
export class Sshd {
  private readonly guest: Guest;
  private readonly clients = new Set<Connection>();

  constructor(guest: Guest) {
    this.guest = guest;
  }

  /** Takes a connection from the network; drops it when sshd could not start. */
  accept(stream: Duplex): void {
    const config = readSshdConfig(this.guest.tree);
    const hostKeys = config.hostKeys.map((path) => this.guest.tree.read(path)).filter((key) => key !== undefined);
    if (hostKeys.length === 0) {
      this.guest.journal.write("ssh.service", "sshd: no hostkeys available -- exiting.");
      return void stream.destroy();
    }
    const server = new Server({ hostKeys: [...hostKeys], ident: "OpenSSH_9.6p1 Ubuntu-3ubuntu13.13" });
    server.on("connection", (client: Connection) => this.serve(client, config));
    server.injectSocket(stream as unknown as Socket);
  }

  /** The machine goes down: all connections die. */
  close(): void {
    for (const client of this.clients) client.end();
  }

  private serve(client: Connection, config: SshdConfig): void {
    this.clients.add(client);
    let user: Account | undefined;
    client.on("authentication", (context) => {
      user = this.login(context, config);
    });
    client.on("session", (accept) => {
      if (user) openSession(this.guest, user, config, accept(), client);
    });
    client.on("error", () => client.end());
    client.on("close", () => this.clients.delete(client));
  }

  private login(context: AuthContext, config: SshdConfig): Account | undefined {
    const methods: ("publickey" | "password")[] = config.passwordAuthentication
      ? ["publickey", "password"]
      : ["publickey"];
    const user = account(this.guest.tree, context.username);
    const key = context.method === "publickey" ? this.matchingKey(user, config, context.key.data) : undefined;
    if (!user || !key || !mayLogIn(user, config)) {
      context.reject(methods);
      return undefined;
    }
    authenticate(context, user.name, key);
    return user;
  }

  private matchingKey(user: Account | undefined, config: SshdConfig, data: Buffer): ParsedKey | undefined {
    if (!user) return undefined;
    return config.authorizedKeysFiles
      .map((file) => (file.startsWith("/") ? file : `${user.home}/${file}`))
      .flatMap((file) => (this.guest.tree.read(file) ?? "").split("\n"))
      .flatMap((line) => publicKey(line) ?? [])
      .find((key) => key.getPublicSSH().equals(data));
  }
}

function mayLogIn(user: Account, config: SshdConfig): boolean {
  if (user.uid === 0 && config.permitRootLogin === "no") return false;
  if (user.shell.endsWith("nologin")) return false;
  return config.allowUsers.length === 0 || config.allowUsers.includes(user.name);
}

/** The key of an authorized_keys line; options such as `no-pty` or cloud-init's `command=` for root come before it. */
function publicKey(line: string): ParsedKey | undefined {
  const start = line.search(/(^|\s)(sk-)?(ssh|ecdsa)-\S+ AAAA/);
  if (start === -1 || line.startsWith("#") || line.includes("no-port-forwarding")) return undefined;
  const key = utils.parseKey(line.slice(start).trim());
  return key instanceof Error ? undefined : key;
}
