import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { complaint, inFolder, run } from "./program";
import type { Reader } from "./reader";

const SSH = "-----BEGIN OPENSSH PRIVATE KEY-----";
const CERTIFICATE_AUTHORITY = "-----BEGIN EC PRIVATE KEY-----";

/** Private keys, by the program that will use each: ssh, or who signs certificates. */
export const keys: Reader = {
  name: "ssh-keygen and OpenSSL",
  reads: ({ text }) => text.startsWith(SSH) || text.startsWith(CERTIFICATE_AUTHORITY),
  judge: (documents) =>
    Promise.all(documents.map(({ text }) => (text.startsWith(SSH) ? ofSsh(text) : ofAuthority(text)))),
  mistakes: [
    {
      what: "an SSH key with a piece missing",
      from: /(?<=OPENSSH PRIVATE KEY-----\n.{30}).{20}/,
      to: "",
      named: "incomplete message",
    },
    {
      what: "an authority's key with a piece missing",
      from: /(?<=EC PRIVATE KEY-----\n).{20}/,
      to: "",
      named: "ould not",
    },
  ],
};

function ofSsh(text: string): Promise<string[]> {
  return inFolder(async (folder) => {
    const file = join(folder, "key");
    await writeFile(file, `${text.trim()}\n`, { mode: 0o600 });
    return complaint(await run("ssh-keygen", ["-y", "-P", "", "-f", file]));
  });
}

const ofAuthority = async (text: string): Promise<string[]> =>
  complaint(await run("openssl", ["pkey", "-noout"], text));
