import type { IncomingMessage } from "node:http";
import { ApiError } from "../errors";
import type { RawParams } from "../schema/params";

export interface Body {
  readonly params: RawParams;
  /** The file of a multipart upload. */
  readonly upload?: Uint8Array;
}

/** Parameters of a query or a form; a repeated name becomes a list. */
export function parseForm(encoded: string): RawParams {
  const params: Record<string, string | string[]> = {};
  if (encoded === "") return params;
  for (const [name, value] of new URLSearchParams(encoded)) {
    const before = params[name];
    params[name] = before === undefined ? value : [before, value].flat();
  }
  return params;
}

/** Reads a request's body; PVE takes forms, JSON objects and, for uploads, multipart. */
export async function readBody(request: IncomingMessage): Promise<Body> {
  const type = request.headers["content-type"] ?? "";
  const bytes = await readAll(request);
  if (bytes.length === 0) return { params: {} };
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)"?/i.exec(type)?.[1];
  if (boundary !== undefined) return parseMultipart(bytes, boundary);
  if (/^application\/json/i.test(type)) return { params: parseJson(bytes.toString("utf8")) };
  if (type === "" || /^application\/x-www-form-urlencoded/i.test(type))
    return { params: parseForm(bytes.toString("utf8")) };
  throw new ApiError(501, "upload 'Content-Type' not implemented");
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function parseJson(text: string): RawParams {
  const value: unknown = JSON.parse(text);
  if (typeof value !== "object" || value === null) throw new ApiError(500, "malformed JSON body");
  const plain = (item: unknown) => (typeof item === "boolean" ? (item ? "1" : "0") : String(item));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, Array.isArray(item) ? item.map(plain) : plain(item)]),
  );
}

/** Parts with a file name are the upload, the others are parameters. */
function parseMultipart(bytes: Buffer, boundary: string): Body {
  const params: Record<string, string> = {};
  let upload: Uint8Array | undefined;
  for (const part of splitParts(bytes, boundary)) {
    const headEnd = part.indexOf("\r\n\r\n");
    const head = part.subarray(0, headEnd).toString("utf8");
    const content = part.subarray(headEnd + 4);
    const name = /name="([^"]*)"/i.exec(head)?.[1] ?? "";
    const fileName = /filename="([^"]*)"/i.exec(head)?.[1];
    params[name] = fileName ?? content.toString("utf8");
    if (fileName !== undefined) upload = content;
  }
  return { params, ...(upload && { upload }) };
}

function splitParts(bytes: Buffer, boundary: string): Buffer[] {
  const mark = Buffer.from(`--${boundary}`);
  const parts: Buffer[] = [];
  let from = bytes.indexOf(mark);
  for (;;) {
    const next = bytes.indexOf(mark, from + mark.length);
    if (from < 0 || next < 0) return parts;
    parts.push(bytes.subarray(from + mark.length + 2, next - 2));
    from = next;
  }
}
