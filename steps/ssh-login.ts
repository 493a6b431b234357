import { createHash } from "node:crypto";
import type { Duplex } from "node:stream";
import { Client, type ConnectConfig, type ParsedKey, type ServerHostKeyAlgorithm, utils } from "ssh2";
import type { SshLogin } from "../model/step-order";
import { openSshKey } from "./key-forms";
import type { Patience } from "./patience";

/** Why an attempt failed; `refused` says that waiting will hardly mend it: another host key, or no login. */
export class LoginFailure extends Error {
  readonly refused: boolean;

  constructor(message: string, refused = false) {
    super(message);
    this.refused = refused;
  }
}

/** What an attempt had reached when its time was over. */
const silences = {
  connect: "no connection",
  banner: "accepts connections, but no SSH server speaks there",
  login: "speaks SSH, but does not answer the login",
} as const;

/**
 * Connects and logs in once, over TCP or a given stream, within one attempt's time: servers that accept a connection and
 * then say nothing are met too (a machine that hangs, a port that something else holds).
 */
export function logIn(login: SshLogin, patience: Patience, stream?: Duplex): Promise<Client> {
  const client = new Client();
  const expected = utils.parseKey(login.hostKey);
  if (expected instanceof Error) throw new LoginFailure(`its hostKey is no public key: ${expected.message}`, true);
  let reached: keyof typeof silences = stream ? "banner" : "connect";
  let shown: string | undefined;
  return new Promise((resolve, reject) => {
    const alarm = setTimeout(() => {
      fail(new LoginFailure(`${silences[reached]} (${patience.attempt / 1000} s)`));
    }, patience.attempt);
    const fail = (failure: LoginFailure): void => {
      clearTimeout(alarm);
      client.destroy();
      stream?.destroy();
      reject(failure);
    };
    client.on("connect", () => {
      reached = "banner";
      // A login is many small messages: held back until the one before is acknowledged, each costs up to 40 ms.
      client.setNoDelay();
    });
    client.on("handshake", () => (reached = "login"));
    client.on("ready", () => {
      clearTimeout(alarm);
      resolve(client);
    });
    client.on("error", (error: Error & { level?: string }) => {
      if (shown !== undefined) fail(new LoginFailure(`shows the host key ${shown}, which is not its own`, true));
      else fail(new LoginFailure(error.message, error.level === "client-authentication"));
    });
    client.on("close", () => fail(new LoginFailure("closed the connection before the login was over")));
    client.connect({
      ...options(login, expected, patience),
      hostVerifier: (key: Buffer) => {
        if (key.equals(expected.getPublicSSH())) return true;
        shown = fingerprint(key);
        return false;
      },
      ...(stream && { sock: stream }),
    });
  });
}

function options(login: SshLogin, expected: ParsedKey, patience: Patience): ConnectConfig {
  return {
    host: login.host,
    port: login.port,
    username: login.user,
    privateKey: openSshKey(login.privateKey),
    authHandler: ["publickey"],
    // Without this a server with several keys would offer another one than the expected.
    algorithms: { serverHostKey: algorithmsOf(expected.type) },
    keepaliveInterval: patience.aliveInterval,
    keepaliveCountMax: patience.aliveCount,
    readyTimeout: 0,
  };
}

/** Names of the signatures a key of this type makes; SHA-1 is none of them. */
function algorithmsOf(type: string): ServerHostKeyAlgorithm[] {
  return type === "ssh-rsa" ? ["rsa-sha2-512", "rsa-sha2-256"] : [type as ServerHostKeyAlgorithm];
}

/** As ssh-keygen -l prints it. */
function fingerprint(key: Buffer): string {
  return `SHA256:${createHash("sha256").update(key).digest("base64").replace(/=+$/, "")}`;
}
