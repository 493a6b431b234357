import { decodeBytesToUtf8, type ByteString } from "just-bash";

/** Standard input as text; bytes that are no UTF-8 stay recognisable as replacement characters. */
export function stdinText(stdin: ByteString): string {
  return decodeBytesToUtf8(stdin);
}

/** Output as text, whichever of its two shapes the interpreter gave it. */
export function outputText(result: { readonly stdout: string; readonly stdoutKind?: "text" | "bytes" }): string {
  return result.stdoutKind === "bytes" ? Buffer.from(result.stdout, "latin1").toString("utf8") : result.stdout;
}
