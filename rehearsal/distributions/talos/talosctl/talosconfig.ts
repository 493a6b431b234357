import { join } from "node:path";
import { parse } from "yaml";
import { isPair, type ClientTls } from "../machine/tls-identity";
import { FileFailure } from "../../../operator/file-failure";
import { CommandError, type Run } from "./command";

/** One cluster of a talosconfig. */
export interface Context {
  readonly name: string;
  readonly endpoints: readonly string[];
  readonly nodes: readonly string[];
  readonly ca?: string;
  readonly crt?: string;
  readonly key?: string;
}

interface File {
  readonly context?: string;
  readonly contexts?: Readonly<Record<string, Partial<Context> | null>>;
}

const EMPTY = 'context: ""\ncontexts: {}\n';

/** Opens the file that the flags, TALOSCONFIG or the home folder name; one that is not there is made, and empty. */
export async function openTalosconfig(run: Run): Promise<Context> {
  const given = run.flags.text("talosconfig");
  const path = given ?? run.terminal.env.TALOSCONFIG ?? join(run.terminal.env.HOME ?? "", ".talos", "config");
  const file = await readFile(run, path, given ?? "");
  const wanted = run.flags.text("context") ?? file.context ?? "";
  const found = file.contexts?.[wanted];
  if (found) return { endpoints: [], nodes: [], ...found, name: wanted };
  const failed = (why: string) =>
    new CommandError(
      `error constructing client: failed to create client connection: failed to resolve configuration context: ${why}`,
    );
  if (run.flags.text("context") !== undefined) throw failed(`context "${wanted}" not found in config`);
  if (run.flags.list("endpoints").length === 0)
    throw new CommandError("error constructing client: failed to determine endpoints");
  if (Object.keys(file.contexts ?? {}).length === 0) throw failed("talos config file is empty");
  throw failed(`default context "${wanted}" not found in config`);
}

async function readFile({ terminal }: Run, path: string, shown: string): Promise<File> {
  try {
    return (parse((await terminal.read(path)).content.toString()) as File | null) ?? {};
  } catch (error) {
    if (error instanceof FileFailure && error.code === "ENOENT") {
      await terminal.write(path, EMPTY, 0o600).catch(() => undefined);
      return {};
    }
    const why =
      error instanceof FileFailure
        ? `open ${path}: ${error.reason}`
        : `yaml: ${String((error as Error).message).split("\n")[0] ?? ""}`;
    throw new CommandError(`failed to open config file "${shown}": ${why}`);
  }
}

/** The client's side of TLS: base64 of PEM in the file. */
export function tlsOf({ ca, crt, key }: Context): ClientTls {
  const failed = (why: string) =>
    new CommandError(
      `error constructing client: failed to create client connection: failed to acquire credentials: ${why}`,
    );
  const [caPem, certificate, keyPem] = [ca, crt, key].map((text) => Buffer.from(text ?? "", "base64").toString("utf8"));
  if (caPem !== "" && !caPem?.includes("-----BEGIN CERTIFICATE-----"))
    throw failed("failed to append CA certificate to RootCAs pool");
  if (certificate === undefined || certificate === "") return caPem === "" || caPem === undefined ? {} : { ca: caPem };
  if (!isPair(certificate, keyPem ?? ""))
    throw failed("could not load client key pair: tls: private key does not match public key");
  return { ...(caPem !== undefined && { ca: caPem }), certificate, key: keyPem ?? "" };
}
