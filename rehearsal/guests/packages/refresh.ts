import type { Outcome, Process } from "../program";
import { CurlError } from "../programs/curl/curl-error";
import { downloadFromInternet } from "../programs/curl/internet";
import type { CloudImage } from "../image/cloud-image";
import { keyIdsIn, signatureOf } from "./keyring";
import { filesOf, readSources, SourceError, type AptSource } from "./sources";

export const LISTS = "/var/lib/apt/lists";

interface Refreshed {
  readonly warnings: readonly string[];
  readonly errors: readonly string[];
}

const fine: Refreshed = { warnings: [], errors: [] };

/** `apt-get update`: fetches the index of every archive whose signature it can check; the last good one stays otherwise. */
export async function refresh(process: Process): Promise<Outcome> {
  try {
    const sources = readSources(process.guest);
    const results: Refreshed[] = [];
    for (const source of sources) results.push(await refreshOne(source, process));
    const warnings = results.flatMap((result) => result.warnings);
    const errors = results.flatMap((result) => result.errors);
    const lines = [...warnings.map((text) => `W: ${text}`), ...errors];
    return {
      stdout: `Hit:1 ${ownRelease(process.guest.image)}\n${sources.map((source, i) => `Get:${i + 2} ${filesOf(source).release.replace(/\/InRelease$/, "")}  InRelease\n`).join("")}Reading package lists...\n`,
      stderr: lines.map((line) => `${line}\n`).join(""),
      exitCode: errors.length > 0 ? 100 : 0,
    };
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return { exitCode: 100, stderr: `${error.message}\nE: The list of sources could not be read.\n` };
  }
}

/** As `http://archive.ubuntu.com/ubuntu noble InRelease`. */
function ownRelease({ archive: { origin } }: CloudImage): string {
  const [uri = "", suite = ""] = origin.split(" ");
  return `${uri} ${suite.split("/")[0]} InRelease`;
}

async function refreshOne(source: AptSource, process: Process): Promise<Refreshed> {
  const { release, packages } = filesOf(source);
  const base = release.replace(/\/InRelease$/, "");
  try {
    const signed = await fetch(release, process);
    if (signed === undefined) return unsigned(`The repository '${base}  Release' does not have a Release file.`, []);
    const complaint = checkSignature(signed, source, process, base);
    if (complaint) return complaint;
    for (const url of packages) {
      const index = await fetch(url, process);
      if (index === undefined) return { ...fine, errors: [`E: Failed to fetch ${url}  404  Not Found`] };
      process.guest.tree.write(listFile(url), index);
    }
    return fine;
  } catch (error) {
    if (!(error instanceof CurlError)) throw error;
    // A network that is away is only warned about, and the old lists are used.
    const { hostname } = new URL(release);
    return {
      errors: [],
      warnings: [
        `Failed to fetch ${release}  Temporary failure resolving '${hostname}'`,
        "Some index files failed to download. They have been ignored, or old ones used instead.",
      ],
    };
  }
}

async function fetch(url: string, { guest }: Process): Promise<string | undefined> {
  if (!guest.fabric.reachesInternet(guest.network)) throw new CurlError(6, "");
  const { status, body } = await downloadFromInternet(new URL(url), guest);
  return status === 200 ? Buffer.from(body as Uint8Array).toString() : undefined;
}

function checkSignature(release: string, source: AptSource, { guest }: Process, base: string): Refreshed | undefined {
  const { keyId, isOld } = signatureOf(release);
  const { ids, warning } = trusted(source, guest.tree);
  const complaint = complaintOf(guest.image.verifier, ids.includes(keyId) ? undefined : keyId, isOld);
  if (complaint === undefined) return undefined;
  const [what, words] = complaint;
  const gpg = `${what}: ${base}  InRelease: ${words}`;
  const warnings = warning === undefined ? [gpg] : [`${base}/InRelease: ${warning}`, gpg];
  return unsigned(`The repository '${base}  InRelease' is not signed.`, warnings);
}

/**
 * What a verifier says of a signature by a key that is missing, or of an old kind: Sequoia's policy, as apt sets it, takes
 * packets of version 3 for insecure since a date that is past here (kubernetes/release#3869 has its words).
 */
function complaintOf(
  verifier: CloudImage["verifier"],
  missing: string | undefined,
  isOld: boolean,
): readonly [what: string, words: string] | undefined {
  if (verifier === "gpgv") {
    if (missing === undefined) return undefined;
    const words = "The following signatures couldn't be verified because the public key is not available";
    return ["GPG error", `${words}: NO_PUBKEY ${missing}`];
  }
  if (missing === undefined && !isOld) return undefined;
  const why = isOld
    ? `Error: Policy rejected packet type  Caused by:     Signature Packet v3 is not considered secure since 2026-02-01T00:00:00Z`
    : `Missing key ${missing}, which is needed to verify signature.`;
  const what = "OpenPGP signature verification failed";
  return [what, `Sub-process /usr/bin/sqv returned an error code (1), error message is: ${why}`];
}

function trusted({ signedBy }: AptSource, tree: Process["guest"]["tree"]): ReturnType<typeof keyIdsIn> {
  if (signedBy !== undefined) return keyIdsIn(tree, signedBy);
  const folder = "/etc/apt/trusted.gpg.d";
  return { ids: tree.list(folder).flatMap((name) => keyIdsIn(tree, `${folder}/${name}`).ids) };
}

function unsigned(message: string, warnings: readonly string[]): Refreshed {
  return {
    warnings,
    errors: [
      `E: ${message}`,
      "N: Updating from such a repository can't be done securely, and is therefore disabled by default.",
      "N: See apt-secure(8) manpage for repository creation and user configuration details.",
    ],
  };
}

/** The file apt keeps an index in: its address with the slashes replaced. */
export function listFile(url: string): string {
  return `${LISTS}/${url.replace(/^\w+:\/\//, "").replaceAll("/", "_")}`;
}
