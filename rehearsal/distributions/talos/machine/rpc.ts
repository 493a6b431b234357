/** gRPC's status codes, as far as Talos gives them. */
export type Code =
  | "InvalidArgument"
  | "NotFound"
  | "AlreadyExists"
  | "PermissionDenied"
  | "FailedPrecondition"
  | "Unimplemented"
  | "Unavailable"
  | "DeadlineExceeded"
  | "Unknown";

/** An error a call ends with, printed as Go's gRPC does. */
export class RpcError extends Error {
  readonly code: Code;
  readonly description: string;

  constructor(code: Code, description: string) {
    super(`rpc error: code = ${code} desc = ${description}`);
    this.code = code;
    this.description = description;
  }
}

/** A connection that never came about; `desc` of the status quotes what the transport said. */
export function unavailable(transport: string): RpcError {
  return new RpcError("Unavailable", `connection error: desc = ${JSON.stringify(transport)}`);
}

/** One call as the machine's service gets it. */
export interface RpcCall<Request = unknown> {
  readonly request: Request;
  /** Of the client's certificate, e.g. `os:admin`. */
  readonly roles: readonly string[];
  readonly signal: AbortSignal;
  /** Sends one message of a stream. */
  send(message: unknown): void;
}

export type Handler = (call: RpcCall) => unknown;

/** Handlers by name, e.g. `MachineService/Bootstrap`. */
export type Methods = Readonly<Record<string, Handler>>;

/** A handler with the type of its request. */
export function handler<Request>(act: (call: RpcCall<Request>) => unknown): Handler {
  return (call) => act(call as RpcCall<Request>);
}
