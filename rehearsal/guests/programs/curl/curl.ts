import type { FabricResponse } from "../../../network/service";
import { program, type Outcome, type Process } from "../../program";
import { CurlError, httpStatus } from "./curl-error";
import { readOptions, type CurlOptions } from "./options";
import { transfer } from "./transfer";

/** What --retry tries again: time-outs, and the statuses that promise to pass (curl(1)). */
const transient = new Set([408, 429, 500, 502, 503, 504]);

export const curl = program("curl", async (args, process) => {
  const options = readOptions(args);
  if (options.unknown !== undefined)
    return {
      exitCode: 2,
      stderr: `curl: option ${options.unknown}: is unknown\ncurl: try 'curl --help' or 'curl --manual' for more information\n`,
    };
  const url = options.urls[0];
  if (url === undefined) return { exitCode: 2, stderr: "curl: (2) no URL specified\n" };
  try {
    const response = await attempt(url, options, process);
    return deliver(url, response, options, process);
  } catch (error) {
    if (!(error instanceof CurlError)) throw error;
    const stderr = options.silent && !options.showError ? "" : `curl: (${error.exitCode}) ${error.message}\n`;
    return { exitCode: error.exitCode, stderr, stdout: writeOut(options, undefined) };
  }
});

async function attempt(url: string, options: CurlOptions, process: Process): Promise<FabricResponse> {
  for (let left = options.retries, delay = 1; ; left--, delay *= 2) {
    try {
      const response = await transfer(url, options, process);
      if (!transient.has(response.status) || left <= 0) return checked(response, options);
    } catch (error) {
      if (!(error instanceof CurlError) || error.exitCode !== 28 || left <= 0) throw error;
    }
    await process.guest.sleep(delay, process.signal);
  }
}

function checked(response: FabricResponse, { fail }: CurlOptions): FabricResponse {
  if (fail && response.status >= 400) throw httpStatus(response.status);
  return response;
}

function deliver(url: string, response: FabricResponse, options: CurlOptions, process: Process): Outcome {
  const { status, body } = response;
  const file = options.output ?? (options.remoteName ? url.split("/").at(-1) : undefined);
  const tail = writeOut(options, status);
  if (options.method === "HEAD") return { stdout: `HTTP/2 ${status} \r\n\r\n${tail}` };
  if (file === undefined || file === "-") return { stdout: Buffer.from(body as Uint8Array).toString("utf8") + tail };
  try {
    process.files.store(process.path(file), () => Buffer.from(body as Uint8Array));
  } catch {
    throw new CurlError(23, "Failure writing output to destination");
  }
  return { stdout: tail };
}

function writeOut({ writeOut: format }: CurlOptions, status: number | undefined): string {
  return (format ?? "").replaceAll("%{http_code}", String(status ?? 0).padStart(3, "0")).replaceAll("\\n", "\n");
}
