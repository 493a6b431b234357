import { createHash } from "node:crypto";

/** MAC addresses as PVE gives them: Proxmox's own prefix, then three bytes that no two devices share. */
export class MacAddresses {
  private given = 0;

  next(seed: string): string {
    const digest = createHash("sha1").update(`${seed}/${this.given++}`).digest("hex").toUpperCase();
    return `BC:24:11:${digest.slice(0, 2)}:${digest.slice(2, 4)}:${digest.slice(4, 6)}`;
  }
}
