import type { Socket } from "node:net";

/** The next bytes of a paused socket; rejects when it ends first. */
export function nextChunk(socket: Socket): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const ended = (): void => reject(new Error("the client went away"));
    socket.once("close", ended);
    socket.once("data", (chunk: Buffer) => {
      socket.pause();
      socket.off("close", ended);
      resolve(chunk);
    });
    socket.resume();
  });
}
