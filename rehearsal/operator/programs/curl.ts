import { CurlError, couldNotConnect, couldNotResolve, httpStatus } from "../../guests/programs/curl/curl-error";
import { readOptions, type CurlOptions } from "../../guests/programs/curl/options";
import type { FabricResponse } from "../../network/service";
import type { SimulationContext } from "../../simulation";
import { FileFailure } from "../file-failure";
import type { OperatorProgram, Terminal } from "../operator-program";

/** curl on the operator's machine: of the whole internet it reaches sites that make what they are asked for, and no machine of the simulation. */
export function operatorCurl({ internet }: SimulationContext): OperatorProgram {
  return {
    name: "curl",
    run: async (args, terminal) => {
      const options = readOptions(args);
      if (options.unknown !== undefined) return refuse(terminal, `option ${options.unknown}: is unknown`);
      const url = options.urls[0];
      if (url === undefined) return refuse(terminal, "(2) no URL specified");
      try {
        const target = new URL(url);
        const site = internet.site(target.host);
        if (!site) throw unreachable(target);
        const body = await bodyOf(options, terminal);
        const response = site.answer({ method: options.method, path: target.pathname, body });
        await deliver(response, options, terminal);
        return 0;
      } catch (error) {
        if (!(error instanceof CurlError)) throw error;
        if (!options.silent || options.showError) terminal.err(`curl: (${error.exitCode}) ${error.message}\n`);
        return error.exitCode;
      }
    },
  };
}

function refuse(terminal: Terminal, complaint: string): number {
  terminal.err(`curl: ${complaint}\ncurl: try 'curl --help' or 'curl --manual' for more information\n`);
  return 2;
}

function unreachable({ hostname, port, protocol }: URL): CurlError {
  if (!/^[\d.]+$/.test(hostname)) return couldNotResolve(hostname);
  return couldNotConnect(hostname, Number(port || (protocol === "https:" ? 443 : 80)), "Couldn't connect to server");
}

/** `@file` and `@-` are read from the operator's files and standard input. */
async function bodyOf({ data = "" }: CurlOptions, terminal: Terminal): Promise<string> {
  if (!data.startsWith("@")) return data;
  const path = data === "@-" ? "/dev/stdin" : data.slice(1);
  try {
    return (await terminal.read(path)).content.toString();
  } catch (error) {
    if (!(error instanceof FileFailure)) throw error;
    throw new CurlError(26, `Failed to open ${path}`);
  }
}

async function deliver(response: FabricResponse, options: CurlOptions, terminal: Terminal): Promise<void> {
  const { status } = response;
  if (options.fail && status >= 400) throw httpStatus(status);
  const body = Buffer.from(response.body as Uint8Array).toString("utf8");
  if (options.output === undefined || options.output === "-") terminal.out(body);
  else await terminal.write(options.output, body, 0o644);
  if (options.writeOut !== undefined)
    terminal.out(options.writeOut.replaceAll("%{http_code}", String(status)).replaceAll("\\n", "\n"));
}
