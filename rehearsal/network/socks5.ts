import type { Socket } from "node:net";
import { nextChunk } from "./next-chunk";
import { NetworkError } from "./network-error";
import type { ProxyRequest } from "./proxy-request";

const IPV4 = 1;
const DOMAIN = 3;
/** RFC 1928, section 6: host unreachable, connection refused, general failure. */
const replies: Readonly<Record<string, number>> = { EHOSTUNREACH: 4, ECONNREFUSED: 5, ENETUNREACH: 3, ETIMEDOUT: 4 };

/** SOCKS5 (RFC 1928) without authentication, CONNECT only. */
export async function readSocks5(socket: Socket, greeting: Buffer): Promise<ProxyRequest> {
  const methods = greeting[1] ?? 0;
  socket.write(Buffer.from([5, 0]));
  const surplus = greeting.subarray(2 + methods);
  const request = surplus.length > 0 ? surplus : await nextChunk(socket);
  if (request[1] !== 1) {
    socket.end(reply(7));
    throw new Error("only CONNECT is served");
  }
  const { address, end } = readAddress(request);
  return {
    address,
    port: request.readUInt16BE(end),
    accepted: () => socket.write(reply(0)),
    refused: (error) => socket.end(reply(error instanceof NetworkError ? (replies[error.code] ?? 1) : 1)),
  };
}

function readAddress(request: Buffer): { address: string; end: number } {
  if (request[3] === IPV4) return { address: [...request.subarray(4, 8)].join("."), end: 8 };
  if (request[3] !== DOMAIN) throw new Error("address type not supported");
  const length = request[4] ?? 0;
  return { address: request.subarray(5, 5 + length).toString("latin1"), end: 5 + length };
}

function reply(code: number): Buffer {
  return Buffer.from([5, code, 0, IPV4, 0, 0, 0, 0, 0, 0]);
}
