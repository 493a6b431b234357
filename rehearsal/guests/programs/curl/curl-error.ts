/** A failed transfer with curl's exit status and words (curl(1), EXIT CODES; tool messages of curl 8.5). */
export class CurlError extends Error {
  readonly exitCode: number;

  constructor(exitCode: number, message: string) {
    super(message);
    this.exitCode = exitCode;
  }
}

export const couldNotResolve = (host: string): CurlError => new CurlError(6, `Could not resolve host: ${host}`);
export const couldNotConnect = (host: string, port: number, reason: string): CurlError =>
  new CurlError(7, `Failed to connect to ${host} port ${port} after 0 ms: ${reason}`);
export const httpStatus = (status: number): CurlError =>
  new CurlError(22, `The requested URL returned error: ${status}`);
export const timedOut = (seconds: number): CurlError =>
  new CurlError(28, `Operation timed out after ${Math.round(seconds * 1000)} milliseconds with 0 bytes received`);
export const emptyReply = (): CurlError => new CurlError(52, "Empty reply from server");
/** TLS 1.3 refuses a client after its own handshake, so curl notices when it reads. */
export const certificateRequired = (): CurlError =>
  new CurlError(
    56,
    "OpenSSL SSL_read: OpenSSL/3.0.13: error:0A00045C:SSL routines::tlsv13 alert certificate required, errno 0",
  );
export const untrusted = (): CurlError =>
  new CurlError(60, "SSL certificate problem: unable to get local issuer certificate");
export const wrongName = (host: string): CurlError =>
  new CurlError(60, `SSL: no alternative certificate subject name matches target host name '${host}'`);
