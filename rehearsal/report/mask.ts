import { escapeInLines } from "../../model/unprintable";
import type { RehearsalSecrets } from "../invariants/secrets";

/** The text with every registered secret, in whatever spelling, replaced by its name. */
export function mask(text: string, secrets: RehearsalSecrets): string {
  return secrets.mask(text);
}

/**
 * The same for every string inside a plain value, keys excepted. What machines and programs say is shown as it is read: a
 * terminal obeys none of it, as its control characters are written out.
 */
export function maskAll<T>(value: T, secrets: RehearsalSecrets): T {
  return maskUnknown(value, secrets) as T;
}

function maskUnknown(value: unknown, secrets: RehearsalSecrets): unknown {
  if (typeof value === "string") return escapeInLines(secrets.mask(value));
  if (Array.isArray(value)) return value.map((item) => maskUnknown(item, secrets));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, maskUnknown(item, secrets)]));
}
