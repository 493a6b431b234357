import { decodeBytesToUtf8, type ByteString } from "just-bash";

/** Standard input as text; bytes that are no UTF-8 stay recognisable as replacement characters. */
export function stdinText(stdin: ByteString): string {
  return decodeBytesToUtf8(stdin);
}

/** Text as the bytes of a standard input. */
export function stdinBytes(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}

/** Output as text, whichever of its two shapes the interpreter gave it. */
export function outputText(result: { readonly stdout: string; readonly stdoutKind?: "text" | "bytes" }): string {
  return result.stdoutKind === "bytes" ? Buffer.from(result.stdout, "latin1").toString("utf8") : result.stdout;
}
