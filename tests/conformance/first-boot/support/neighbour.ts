import { join } from "node:path";

/** A service that a machine reaches in its own network: its address there, and where it really listens on loopback. */
export interface Neighbour {
  readonly address: string;
  readonly port: number;
  readonly loopbackPort: number;
}

const DIAL = join(__dirname, "dial.mjs");

/** As an option of QEMU's user network, which starts one program a connection. */
export function forwarding({ address, port, loopbackPort }: Neighbour): string {
  return `guestfwd=tcp:${address}:${port}-cmd:${process.execPath} ${DIAL} ${loopbackPort}`;
}
