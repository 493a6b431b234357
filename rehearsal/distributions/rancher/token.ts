/** A join token: `K10<sha256 of the CA>::<user>:<password>`, or only the password (docs.rke2.io/security/token). */
export interface Token {
  readonly caHash?: string;
  readonly password: string;
}

export function parseToken(text: string): Token {
  const full = /^K10([0-9a-f]{64})::(?:[\w-]+:)?(.+)$/.exec(text);
  if (full?.[1] && full[2]) return { caHash: full[1], password: full[2] };
  return { password: text.replace(/^[\w-]+:/, "") };
}
