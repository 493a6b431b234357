import { createServer, type Server, type Socket } from "node:net";
import type { AddressInfo } from "node:net";

/** A proxy that leads nowhere: whatever honours HTTPS_PROXY and dials outside ends here, is refused, and is written down. */
export interface OutboundTrap {
  readonly url: string;
  /** `host:port` of every attempt. */
  readonly caught: readonly string[];
  close(): Promise<void>;
}

/** Answers for hosts of the internet; returns whether it took over a connection. */
type Answering = (host: string, socket: Socket, protocol: "http" | "https") => boolean;

/** `answering` stands for the few hosts that are there in a rehearsal. */
export async function startOutboundTrap(answering: Answering = () => false): Promise<OutboundTrap> {
  const caught: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    socket.once("data", (data) => {
      const target = targetOf(data.toString("latin1"));
      if (handedOver(socket, data, target, answering)) return;
      caught.push(target);
      socket.end("HTTP/1.1 403 Nothing leaves a rehearsal\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, caught, close: () => close(server, sockets) };
}

/** Through a proxy HTTPS asks for a connection first, and plain HTTP sends its request at once. */
function handedOver(socket: Socket, data: Buffer, target: string, answering: Answering): boolean {
  const tunnel = data.toString("latin1").startsWith("CONNECT ");
  const host = tunnel ? target.replace(/:443$/, "") : target;
  if (!answering(host, socket, tunnel ? "https" : "http")) return false;
  if (tunnel) socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
  else socket.unshift(data);
  return true;
}

/** `CONNECT host:port HTTP/1.1`, or `GET http://host/… HTTP/1.1` for plain HTTP. */
function targetOf(request: string): string {
  const [method, target] = (request.split("\r\n")[0] ?? "").split(" ");
  if (target === undefined) return "something that is not HTTP";
  return method === "CONNECT" ? target : URL.canParse(target) ? new URL(target).host : target;
}

function close(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy();
  return new Promise((resolve) => server.close(() => resolve()));
}
