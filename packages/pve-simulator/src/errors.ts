/** Errors as they leave the API: PVE's words, PVE's status codes (pve-http-server, `PVE/Exception.pm`). */
export class ApiError extends Error {
  readonly status: number;
  /** By parameter, for status 400 only. */
  readonly errors: Readonly<Record<string, string>> | undefined;

  constructor(status: number, message: string, errors?: Readonly<Record<string, string>>) {
    super(message);
    this.status = status;
    this.errors = errors;
  }

  /** The body's `message`: PVE ends it with a line break. */
  get wireMessage(): string {
    return `${this.message}\n`;
  }

  /** HTTP's reason phrase is the first line of the message. */
  get reason(): string {
    return (this.message.split("\n")[0] ?? "").replace(/[^\x20-\x7e]/g, "?");
  }
}

/** Anything that `die`s inside an API method. */
export function failure(message: string): ApiError {
  return new ApiError(500, message);
}

export function parameterErrors(errors: Readonly<Record<string, string>>): ApiError {
  const wire = Object.fromEntries(Object.entries(errors).map(([name, text]) => [name, `${text}\n`]));
  return new ApiError(400, "Parameter verification failed.", wire);
}

/** `what` names the path and the privilege that is missing, e.g. `/vms/101, VM.Clone`. */
export function permissionError(what?: string): ApiError {
  return new ApiError(403, what === undefined ? "Permission check failed" : `Permission check failed (${what})`);
}

export function unauthorized(message: "Authentication failed!" | "No ticket"): ApiError {
  return new ApiError(401, message);
}

export function notImplemented(method: string, path: string): ApiError {
  return new ApiError(501, `Method '${method} ${path}' not implemented`);
}

/** Any thrown value as one that can be answered with. */
export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  return failure(error instanceof Error ? error.message : String(error));
}
