import { createServer, type AddressInfo, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { OUTSIDE, type Fabric } from "./fabric";
import { readHttpConnect } from "./http-connect";
import { readSocks5 } from "./socks5";

/** A proxy as one would put its URL into a kubeconfig; HTTP CONNECT and SOCKS5 on one port. */
export interface ApiProxy {
  readonly host: string;
  readonly port: number;
  close(): Promise<void>;
}

export async function startApiProxy(fabric: Fabric): Promise<ApiProxy> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    socket.once("data", (first) => {
      socket.pause();
      serve(fabric, socket, first).catch(() => socket.destroy());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    host: "127.0.0.1",
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/** The first byte tells the protocols apart: SOCKS5 begins with its version. */
async function serve(fabric: Fabric, socket: Socket, first: Buffer): Promise<void> {
  const request = first[0] === 5 ? await readSocks5(socket, first) : await readHttpConnect(socket, first);
  let far: Duplex;
  try {
    far = fabric.connect(OUTSIDE, request.address, request.port);
  } catch (error) {
    return request.refused(error as Error);
  }
  request.accepted();
  far.on("error", () => socket.destroy());
  far.on("close", () => socket.destroy());
  socket.on("close", () => far.destroy());
  socket.pipe(far).pipe(socket);
}
