import type { FabricResponse } from "../../../network/service";
import { NetworkError } from "../../../network/network-error";
import type { Process } from "../../program";
import {
  certificateRequired,
  couldNotConnect,
  couldNotResolve,
  CurlError,
  emptyReply,
  timedOut,
  untrusted,
  wrongName,
} from "./curl-error";
import { downloadFromInternet } from "./internet";
import type { CurlOptions } from "./options";

/** Fetches one URL once: from a machine of the simulation when the host is an address, else from what the internet holds. */
export async function transfer(url: string, options: CurlOptions, process: Process): Promise<FabricResponse> {
  const target = parseUrl(url);
  const { guest } = process;
  if (!/^[\d.]+$|^localhost$|^\[/.test(target.hostname)) {
    if (!guest.fabric.reachesInternet(guest.network)) throw couldNotResolve(target.hostname);
    return downloadFromInternet(target, guest);
  }
  const port = Number(target.port || (target.protocol === "https:" ? 443 : 80));
  const response = ask(target, port, options, process);
  return options.maxTime === undefined ? response : withinTime(response, options.maxTime, process);
}

function parseUrl(url: string): URL {
  try {
    return new URL(url.includes("://") ? url : `http://${url}`);
  } catch {
    throw new CurlError(3, "URL rejected: Malformed input to a URL function");
  }
}

async function ask(target: URL, port: number, options: CurlOptions, process: Process): Promise<FabricResponse> {
  const { guest } = process;
  let service;
  try {
    service = guest.fabric.find(guest.network, target.hostname, port);
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    if (error.code === "ETIMEDOUT") await guest.sleep(options.connectTimeout ?? options.maxTime ?? 120, process.signal);
    throw error.code === "ETIMEDOUT"
      ? new CurlError(
          28,
          `Failed to connect to ${target.hostname} port ${port} after ${(options.connectTimeout ?? 120) * 1000} ms: Timeout was reached`,
        )
      : couldNotConnect(
          target.hostname,
          port,
          error.code === "ECONNREFUSED" ? "Couldn't connect to server" : error.reason,
        );
  }
  if (!service.respond && service.name === "etcd-peer") throw emptyReply();
  if (!service.respond) throw new CurlError(1, "Received HTTP/0.9 when not allowed");
  if (service.certificate && !options.insecure) {
    if (readFile(process, options.caFile, 77)?.trim() !== service.certificate.caPem.trim()) throw untrusted();
    if (!service.certificate.names.includes(target.hostname)) throw wrongName(target.hostname);
  }
  const clientCertificate = readFile(process, options.certFile, 58);
  if (clientCertificate !== undefined) readFile(process, options.keyFile, 58);
  if (service.certificate?.admits?.(clientCertificate ?? "") === false) throw certificateRequired();
  return service.respond({
    method: options.method,
    path: target.pathname + target.search,
    headers: options.headers,
    body: options.data ?? "",
    ...(clientCertificate !== undefined && { clientCertificate }),
  });
}

function readFile(process: Process, path: string | undefined, exitCode: number): string | undefined {
  if (path === undefined) return undefined;
  try {
    return process.files.file(process.path(path)).content.toString();
  } catch {
    const what =
      exitCode === 77
        ? `error setting certificate verify locations:  CAfile: ${path} CApath: /etc/ssl/certs`
        : `could not load PEM client certificate from ${path}, OpenSSL error error:80000002:system library::No such file or directory, (no key found, wrong pass phrase, or wrong file format?)`;
    throw new CurlError(exitCode, what);
  }
}

/** A server that never answers is what a lost quorum looks like. */
async function withinTime(
  response: Promise<FabricResponse>,
  seconds: number,
  { guest, signal }: Process,
): Promise<FabricResponse> {
  const done = new AbortController();
  const alarm = guest.sleep(seconds, AbortSignal.any([done.signal, signal])).then(() => undefined);
  try {
    const first = await Promise.race([response, alarm]);
    if (first === undefined) throw timedOut(seconds);
    return first;
  } finally {
    done.abort();
  }
}
