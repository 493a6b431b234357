import { randomBytes } from "node:crypto";

/** A bootstrap token as its Secret in kube-system holds it. */
export interface BootstrapToken {
  readonly id: string;
  readonly secret: string;
  readonly description: string;
  /** Seconds since the epoch by the simulation's clock; undefined for one that never ends. */
  readonly expires: number | undefined;
  /** `signing` for discovery, `authentication` for the TLS bootstrap. */
  readonly usages: readonly string[];
}

export const TOKEN = /^([a-z0-9]{6})\.([a-z0-9]{16})$/;

/** The bootstrap tokens of one cluster; the token cleaner takes expired ones away. */
export class BootstrapTokens {
  /** Every token there ever was. */
  readonly issued: string[] = [];
  private readonly byId = new Map<string, BootstrapToken>();
  private readonly now: () => number;

  constructor(now: () => number) {
    this.now = now;
  }

  all(): readonly BootstrapToken[] {
    for (const { id, expires } of this.byId.values())
      if (expires !== undefined && expires <= this.now()) this.byId.delete(id);
    return [...this.byId.values()];
  }

  get(id: string): BootstrapToken | undefined {
    return this.all().find((token) => token.id === id);
  }

  /** `ttl` in seconds, 0 for ever. */
  add(text: string, ttl: number, more: Partial<Pick<BootstrapToken, "description" | "usages">> = {}): BootstrapToken {
    const [id = "", secret = ""] = text.split(".");
    const { description = "", usages = ["signing", "authentication"] } = more;
    const token = { id, secret, description, usages, expires: ttl === 0 ? undefined : this.now() + ttl };
    this.byId.set(id, token);
    this.issued.push(text);
    return token;
  }

  delete(id: string): boolean {
    return this.byId.delete(id);
  }

  /** Whether the API lets in who shows this. */
  authenticates(text: string): boolean {
    const token = this.get(text.split(".")[0] ?? "");
    return token?.usages.includes("authentication") === true && `${token.id}.${token.secret}` === text;
  }
}

export function randomToken(): string {
  const letters = (count: number): string =>
    [...randomBytes(count)].map((byte) => "abcdefghijklmnopqrstuvwxyz0123456789"[byte % 36]).join("");
  return `${letters(6)}.${letters(16)}`;
}
