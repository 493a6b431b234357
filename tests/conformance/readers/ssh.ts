import { complaint, run } from "./program";
import type { Reader } from "./reader";

/** OpenSSH's reading of keys that may log in or are trusted; it passes over lines it does not understand, so all are counted. */
export const ssh: Reader = {
  name: "OpenSSH",
  reads: ({ name }) => name.endsWith("/.ssh/authorized_keys") || name.endsWith(": $KNOWN_HOSTS"),
  judge: (documents) => Promise.all(documents.map(({ text }) => fingerprints(text))),
  mistakes: [
    { what: "a key with letters missing", from: /AAAA.{8}/, to: "AAAA", named: "1 of 2 lines" },
    { what: "a host without its key", from: /^(\S+ ssh-ed25519).*/m, to: "$1", named: "lines hold a key" },
  ],
};

async function fingerprints(text: string): Promise<string[]> {
  const answer = await run("ssh-keygen", ["-l", "-f", "-"], text);
  const lines = text.split("\n").filter((line) => line !== "").length;
  const keys = answer.stdout.split("\n").filter((line) => line.includes("SHA256:")).length;
  return keys === lines ? [] : [`only ${keys} of ${lines} lines hold a key`, ...complaint(answer)];
}
