import { createHash } from "node:crypto";

/** PVE stores a hash of a plain cloud-init password (its own are crypt(3); the simulation only needs one that hides it). */
export function encryptPassword(password: string): string {
  if (/^\$(?:[156]|2[ay])(?:\$.+){2}/.test(password)) return password;
  const hash = createHash("sha512").update(password).digest("base64").replace(/[+=]/g, ".");
  return `$5$rehearsal$${hash.slice(0, 43)}`;
}
