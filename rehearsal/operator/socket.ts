import { randomBytes, timingSafeEqual } from "node:crypto";
import { createServer, type AddressInfo, type Socket } from "node:net";
import type { SimulationContext } from "../simulation";
import type { OperatorProgram } from "./operator-program";
import { OperatorSession, type Hello } from "./session";

/** Where the stand-ins on the operator's PATH find the simulation: loopback, and only for those who know its secret. */
export interface OperatorSocket {
  /** `127.0.0.1:<port>` */
  readonly address: string;
  readonly secret: string;
  /** Names of the programs that are run in the simulation. */
  readonly programs: readonly string[];
  close(): Promise<void>;
}

export async function openOperatorSocket(
  context: SimulationContext,
  programs: readonly OperatorProgram[],
): Promise<OperatorSocket> {
  const secret = randomBytes(18).toString("base64url");
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    serve(context, programs, secret, socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    secret,
    programs: programs.map(({ name }) => name),
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** The first line says who it is, every further one answers a question of the simulation. */
function serve(context: SimulationContext, programs: readonly OperatorProgram[], secret: string, socket: Socket): void {
  let session: OperatorSession | undefined;
  let rest = "";
  socket.setEncoding("utf8");
  socket.on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const message: unknown = JSON.parse(line);
      if (session) session.answered(message as Parameters<OperatorSession["answered"]>[0]);
      else session = begin(context, programs, secret, socket, message as Hello);
    }
  });
}

function begin(
  context: SimulationContext,
  programs: readonly OperatorProgram[],
  secret: string,
  socket: Socket,
  hello: Hello,
): OperatorSession | undefined {
  const program = programs.find(({ name }) => name === hello.program);
  if (!program || !isSame(hello.secret, secret)) {
    socket.destroy();
    return undefined;
  }
  const session = new OperatorSession(context, socket, hello);
  void session.run(program).catch((error: unknown) => {
    session.err(`${program.name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    socket.end();
  });
  return session;
}

function isSame(given: unknown, wanted: string): boolean {
  if (typeof given !== "string" || given.length !== wanted.length) return false;
  return timingSafeEqual(Buffer.from(given), Buffer.from(wanted));
}
