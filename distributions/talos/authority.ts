import type { Authority } from "./secrets";

/** A CA in Talos' format: certificate and key as base64 of their PEM. */
export function authorityEntry({ certificate, key }: Authority): { crt: string; key: string } {
  return { crt: base64(certificate), key: base64(key) };
}

export function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
