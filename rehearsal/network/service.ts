import type { Duplex } from "node:stream";

/** What a client asks an HTTP service inside the simulation. */
export interface FabricRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Client certificate in PEM, when one was presented. */
  readonly clientCertificate?: string;
}

export interface FabricResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** The certificate a TLS service shows: who signed it and which names it is good for. */
export interface ServiceCertificate {
  readonly caPem: string;
  readonly names: readonly string[];
  /** Present where clients have to show a certificate: whether this one is taken. */
  admits?(clientCertificate: string): boolean;
}

/**
 * What listens on a port. `accept` takes raw connections (SSH, TLS from outside); `respond` answers guests'
 * HTTP clients without going through bytes, because sixty machines poll each other all the time.
 */
export interface Service {
  /** What it is, for those who look from outside. */
  readonly name?: string;
  accept?(stream: Duplex, from: string): void;
  respond?(request: FabricRequest): Promise<FabricResponse>;
  /** Whether its process has ended: connections are refused. */
  ended?(): boolean;
  /** Present when the service speaks TLS. */
  readonly certificate?: ServiceCertificate;
}
