import { type AuthContext, type Connection, Server } from "ssh2";
import type { Duplex } from "node:stream";
import type { Socket } from "node:net";
import { account, type Account } from "../accounts";
import { authenticateSshKey } from "../../network/jump-host";
import { duplexPair } from "../../network/duplex-pair";
import { Startups, turnAway } from "pve-simulator/ssh";
import type { LinuxGuest } from "../guest";
import { authorizedKeys } from "./authorized-keys";
import { openSshSession, type AcceptedLogin } from "./session";
import { readSshdConfig, type SshdConfig } from "./sshd-config";

/** What the running sshd was told; a change on disk counts once the service is reloaded or started again. */
const settings = new WeakMap<LinuxGuest, SshdConfig>();

/** The connection as sshd has it: a machine that is frozen neither hears nor says anything, and does not hang up. */
function whileAlive(guest: LinuxGuest, outer: Duplex): Duplex {
  const [near, inner] = duplexPair();
  for (const [from, to] of [
    [outer, near],
    [near, outer],
  ] as const) {
    from.on("data", (chunk: Buffer) => guest.frozen || to.destroyed || to.write(chunk));
    from.on("end", () => guest.frozen || to.destroyed || to.end());
    from.on("close", () => guest.frozen || to.destroy());
    from.on("error", () => to.destroy());
  }
  const hangUp = (): void => void outer.destroy();
  guest.power.addEventListener("abort", hangUp, { once: true });
  outer.once("close", () => guest.power.removeEventListener("abort", hangUp));
  return inner;
}

/** sshd on a machine: the socket starts it with the first connection, and it goes on for all others. */
export class Sshd {
  private readonly guest: LinuxGuest;
  private readonly clients = new Set<Connection>();
  private startups: Startups | undefined;

  constructor(guest: LinuxGuest) {
    this.guest = guest;
    settings.delete(guest);
  }

  /** Takes a connection from the network; drops it when sshd could not start. */
  accept(incoming: Duplex): void {
    const stream = whileAlive(this.guest, incoming);
    const config = this.settings();
    const hostKeys = config.hostKeys.map((path) => this.guest.tree.read(path)).filter((key) => key !== undefined);
    if (hostKeys.length === 0) {
      this.guest.journal.write("ssh.service", "sshd: no hostkeys available -- exiting.");
      return void stream.destroy();
    }
    this.startups ??= new Startups(config.maxStartups, this.guest.context.hashOrder.seed, this.guest.name);
    const loggedIn = this.startups.admit();
    if (!loggedIn) return turnAway(stream);
    stream.once("close", loggedIn);
    const server = new Server({ hostKeys: [...hostKeys], ident: this.guest.image.sshIdent });
    server.on("connection", (client: Connection) => this.serve(client, config, loggedIn));
    server.injectSocket(stream as unknown as Socket);
  }

  /** The machine goes down: all connections die. */
  close(): void {
    for (const client of this.clients) client.end();
  }

  private settings(): SshdConfig {
    const config = settings.get(this.guest) ?? readSshdConfig(this.guest.tree);
    settings.set(this.guest, config);
    return config;
  }

  private serve(client: Connection, config: SshdConfig, loggedIn: () => void): void {
    this.clients.add(client);
    let login: AcceptedLogin | undefined;
    client.on("authentication", (context) => {
      login = this.authenticate(context, config);
    });
    client.on("ready", loggedIn);
    let sessions = 0;
    client.on("session", (accept, reject) => {
      if (!login || sessions >= config.maxSessions) return reject();
      sessions++;
      const session = accept();
      session.once("close", () => sessions--);
      openSshSession(this.guest, login, config, session, client);
    });
    client.on("error", () => client.end());
    client.on("close", () => this.clients.delete(client));
  }

  private authenticate(context: AuthContext, config: SshdConfig): AcceptedLogin | undefined {
    const methods: ("publickey" | "password")[] = config.passwordAuthentication
      ? ["publickey", "password"]
      : ["publickey"];
    const user = account(this.guest.tree, context.username);
    const shown = context.method === "publickey" ? context.key.data : undefined;
    const entry =
      user && shown
        ? authorizedKeys(this.guest.tree, user, config.authorizedKeysFiles).find(({ key }) =>
            key.getPublicSSH().equals(shown),
          )
        : undefined;
    if (!user || !entry || !mayLogIn(user, config)) {
      context.reject(methods);
      return undefined;
    }
    authenticateSshKey(context, user.name, entry.key);
    return { user, forcedCommand: entry.forcedCommand };
  }
}

function mayLogIn(user: Account, config: SshdConfig): boolean {
  if (user.uid === 0 && config.permitRootLogin === "no") return false;
  if (user.shell.endsWith("nologin") || user.shell === "/bin/false") return false;
  return config.allowUsers.length === 0 || config.allowUsers.includes(user.name);
}
