/** Why a connection inside the simulation fails, by the errno Linux gives. */
export type Errno = "EHOSTUNREACH" | "ENETUNREACH" | "ECONNREFUSED" | "ETIMEDOUT";

const words: Readonly<Record<Errno, string>> = {
  EHOSTUNREACH: "No route to host",
  ENETUNREACH: "Network is unreachable",
  ECONNREFUSED: "Connection refused",
  ETIMEDOUT: "Connection timed out",
};

/** A connection that life would refuse in the same way; `reason` is strerror's text. */
export class NetworkError extends Error {
  readonly code: Errno;
  readonly reason: string;

  constructor(code: Errno, address: string, port: number) {
    super(`connect ${code} ${address}:${port}`);
    this.name = "NetworkError";
    this.code = code;
    this.reason = words[code];
  }
}
