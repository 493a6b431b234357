import type { Duplex } from "node:stream";
import type { Client } from "ssh2";
import type { Connection, SshLogin } from "../model/step-order";
import type { Patience } from "./patience";
import { logIn, LoginFailure } from "./ssh-login";

/** As often as sshd turns somebody away by itself (MaxStartups) or a network hiccups; it has booted long ago. */
const JUMP_HOST_ATTEMPTS = 10;
/** A host key or a login that is refused so often in a row is refused for good: cloud-init writes both before sshd starts. */
const REFUSALS = 10;

/** A login that lives: `close` ends it and the way to it. */
export interface Dialled {
  readonly client: Client;
  readonly close: () => void;
}

/**
 * Dials a machine until it lets us in, through the jump host if there is one. A machine that was just made needs minutes to
 * boot; one that never will is given up after attempts times five seconds, however long a single attempt takes.
 * @throws LoginFailure with how the last attempt ended
 */
export async function dial(connection: Connection, patience: Patience): Promise<Dialled> {
  if (!connection.jumpHost) {
    const client = await retry(where(connection), connection.attempts, patience, (own) => logIn(connection, own));
    return { client, close: () => client.destroy() };
  }
  const jump = await dialJumpHost(connection.jumpHost, patience);
  const by = `${where(connection)} through jump host ${where(connection.jumpHost)}`;
  try {
    const client = await retry(by, connection.attempts, patience, (own) => jump.through(connection, own));
    return {
      client,
      close: () => {
        client.destroy();
        jump.close();
      },
    };
  } catch (error) {
    jump.close();
    throw error;
  }
}

interface JumpHost {
  through(login: SshLogin, patience: Patience): Promise<Client>;
  close(): void;
}

/** The tunnel; redialled if it breaks while the machine behind it is still booting. */
async function dialJumpHost(login: SshLogin, patience: Patience): Promise<JumpHost> {
  const open = () => retry(`jump host ${where(login)}`, JUMP_HOST_ATTEMPTS, patience, (own) => logIn(login, own));
  let client = await open();
  let alive = true;
  const watch = (): void => {
    alive = true;
    client.on("error", () => undefined).on("close", () => (alive = false));
  };
  watch();
  return {
    through: async (machine, own) => {
      if (!alive) {
        client = await open();
        watch();
      }
      return logIn(machine, own, await forward(client, machine, own));
    },
    close: () => client.destroy(),
  };
}

/** A channel to the machine; the jump host dials it, and may do so for longer than we wait. */
function forward(client: Client, { host, port }: SshLogin, patience: Patience): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const alarm = setTimeout(
      () => reject(new LoginFailure(`the jump host opens no connection (${patience.attempt / 1000} s)`)),
      patience.attempt,
    );
    client.forwardOut("127.0.0.1", 0, host, port, (error, channel) => {
      clearTimeout(alarm);
      if (error) reject(new LoginFailure(error.message));
      else resolve(channel);
    });
  });
}

async function retry<T>(
  what: string,
  attempts: number,
  patience: Patience,
  attempt: (patience: Patience) => Promise<T>,
): Promise<T> {
  const until = Date.now() + attempts * patience.perAttempt;
  let pause = patience.pause;
  let refusals = 0;
  let reason: LoginFailure | undefined;
  for (let count = 1; ; count++) {
    // The last attempt ends when the whole time does.
    const own = Math.max(1, Math.min(patience.attempt, until - Date.now()));
    try {
      return await attempt({ ...patience, attempt: own });
    } catch (error) {
      if (!(error instanceof LoginFailure)) throw error;
      // One that had little time tells less than those before it.
      if (reason === undefined || own === patience.attempt) reason = error;
      refusals = error.refused ? refusals + 1 : 0;
      const over = count >= attempts || refusals >= REFUSALS || Date.now() + pause >= until;
      if (over) throw new LoginFailure(`${what} ${reason.message}; dialled ${count} times`);
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
    pause = Math.min(pause * 1.5, patience.longestPause);
  }
}

const where = ({ host, port }: SshLogin): string => (host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`);
