import type { Socket } from "node:net";
import { nextChunk } from "./next-chunk";
import type { ProxyRequest } from "./proxy-request";

/** Reads `CONNECT host:port HTTP/1.1` and its headers. */
export async function readHttpConnect(socket: Socket, first: Buffer): Promise<ProxyRequest> {
  let head = first;
  while (!head.includes("\r\n\r\n")) head = Buffer.concat([head, await nextChunk(socket)]);
  const target = /^CONNECT ([^ :]+):(\d+) HTTP\/1\.[01]\r\n/.exec(head.toString("latin1"));
  const rest = head.subarray(head.indexOf("\r\n\r\n") + 4);
  if (rest.length > 0) socket.unshift(rest);
  if (!target?.[1]) {
    socket.end("HTTP/1.1 405 Method Not Allowed\r\n\r\n");
    throw new Error("only CONNECT is served");
  }
  return {
    address: target[1],
    port: Number(target[2]),
    accepted: () => socket.write("HTTP/1.1 200 Connection established\r\n\r\n"),
    refused: (error) => socket.end(`HTTP/1.1 502 Bad Gateway\r\n\r\n${error.message}\n`),
  };
}
