import { connect, isIPv4, type Socket } from "node:net";

const VERSION = 5;
const NO_AUTHENTICATION = 0;
const PASSWORD = 2;
const CONNECT = 1;
const IPV4 = 1;
const DOMAIN = 3;
const IPV6 = 4;

/** A proxy's reply codes for a refused connection (RFC 1928, section 6). */
const REFUSALS = [
  "succeeded",
  "general failure",
  "not allowed by its rules",
  "network unreachable",
  "host unreachable",
  "connection refused",
  "TTL expired",
  "command not supported",
  "address type not supported",
];

interface Target {
  readonly host: string;
  readonly port: number;
}

/** A connection through a SOCKS5 proxy (RFC 1928, RFC 1929), which resolves names itself, as with Go's HTTP client. */
export async function throughSocks5(proxy: URL, target: Target): Promise<Socket> {
  const socket = connect({ host: proxy.hostname.replace(/^\[|\]$/g, ""), port: Number(proxy.port || 1080) });
  const read = reader(socket);
  try {
    await authenticate(proxy, socket, read);
    socket.write(Buffer.concat([Buffer.from([VERSION, CONNECT, 0]), addressOf(target)]));
    const [, status = 1, , kind = IPV4] = await read(4);
    if (status !== 0) throw new Error(`the proxy ${proxy.host} answered: ${REFUSALS[status] ?? `status ${status}`}`);
    // The address it connected from does not matter.
    const length = kind === IPV4 ? 4 : kind === IPV6 ? 16 : ((await read(1))[0] ?? 0);
    await read(length + 2);
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

type Read = (length: number) => Promise<Buffer>;

async function authenticate({ host, username, password }: URL, socket: Socket, read: Read): Promise<void> {
  const methods = username === "" ? [NO_AUTHENTICATION] : [NO_AUTHENTICATION, PASSWORD];
  socket.write(Buffer.from([VERSION, methods.length, ...methods]));
  const [version, method] = await read(2);
  if (version !== VERSION) throw new Error(`the proxy ${host} does not speak SOCKS5`);
  if (method === NO_AUTHENTICATION) return;
  if (method !== PASSWORD || username === "") throw new Error(`the proxy ${host} requires a login`);
  const [user, secret] = [username, password].map((part) => Buffer.from(decodeURIComponent(part)));
  socket.write(Buffer.concat([Buffer.from([1]), sized(user), sized(secret)]));
  const [, status] = await read(2);
  if (status !== 0) throw new Error(`the proxy ${host} refuses the login`);
}

const sized = (part: Buffer = Buffer.alloc(0)): Buffer => Buffer.concat([Buffer.from([part.length]), part]);

function addressOf({ host, port }: Target): Buffer {
  const ending = Buffer.from([port >> 8, port & 0xff]);
  if (isIPv4(host)) return Buffer.concat([Buffer.from([IPV4, ...host.split(".").map(Number)]), ending]);
  return Buffer.concat([Buffer.from([DOMAIN]), sized(Buffer.from(host)), ending]);
}

/** Reads exactly this many bytes: what follows belongs to TLS. */
function reader(socket: Socket): Read {
  return (length) =>
    new Promise((resolve, reject) => {
      const gone = (error?: Error): void => reject(error ?? new Error("the proxy closed the connection"));
      const settle = (work: () => void): void => {
        for (const [event, listener] of [
          ["readable", look],
          ["error", gone],
          ["end", gone],
        ] as const)
          socket.off(event, listener);
        work();
      };
      const look = (): void => {
        const bytes = socket.read(length) as Buffer | null;
        if (bytes !== null && bytes.length === length) settle(() => resolve(bytes));
      };
      socket.on("readable", look).on("error", gone).on("end", gone);
      look();
    });
}
