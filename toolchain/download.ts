import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { withoutPasswords } from "../model/without-passwords";

/** How long a server may take to answer at all. Short: a machine without internet should not wait. */
const answerWithinMilliseconds = 4000;
/** How long an open download may stand still. */
const silenceMilliseconds = 30_000;

/** Nothing there, or nobody answers: another way may work. */
export class Unreachable extends Error {
  override readonly name = "Unreachable";
}

/** A small text, such as a list of checksums. */
export async function downloadText(url: string): Promise<string> {
  const { response, stop } = await open(url);
  try {
    return await response.text();
  } catch (error) {
    throw unreachable(url, error);
  } finally {
    stop();
  }
}

/** Saves a file and gives its SHA-256. */
export async function downloadFile(url: string, to: string): Promise<string> {
  const { response, stop, alive } = await open(url);
  const hash = createHash("sha256");
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      alive();
      hash.update(chunk);
      done(null, chunk);
    },
  });
  try {
    if (!response.body) throw new Error("empty answer");
    await pipeline(Readable.fromWeb(response.body as ReadableStream<Uint8Array>), count, createWriteStream(to));
    return hash.digest("hex");
  } catch (error) {
    throw unreachable(url, error);
  } finally {
    stop();
  }
}

/** Starts a request that ends itself when the server falls silent. */
async function open(url: string) {
  const controller = new AbortController();
  let timer = setTimeout(() => controller.abort(), answerWithinMilliseconds);
  const stop = () => clearTimeout(timer);
  const alive = () => {
    stop();
    timer = setTimeout(() => controller.abort(), silenceMilliseconds);
  };
  try {
    const response = await fetch(url, { signal: controller.signal });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    alive();
    return { response, stop, alive };
  } catch (error) {
    stop();
    throw unreachable(url, error);
  }
}

function unreachable(url: string, error: unknown): Unreachable {
  const { message, cause } = error as { message: string; cause?: { message?: string } };
  const detail = cause?.message || message;
  return new Unreachable(withoutPasswords(`${url}: ${detail}`), { cause: error });
}
