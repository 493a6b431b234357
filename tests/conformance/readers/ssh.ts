import { complaint, run } from "./program";
import type { Reader } from "./reader";

/** OpenSSH's reading of keys that may log in; it passes over lines it does not understand, so all are counted. */
export const ssh: Reader = {
  name: "OpenSSH",
  reads: ({ name }) => name.endsWith("/.ssh/authorized_keys"),
  judge: (documents) => Promise.all(documents.map(({ text }) => fingerprints(text))),
  mistakes: [{ what: "a key with letters missing", from: /AAAA.{8}/, to: "AAAA", named: "1 of 2 lines" }],
};

async function fingerprints(text: string): Promise<string[]> {
  const answer = await run("ssh-keygen", ["-l", "-f", "-"], text);
  const lines = text.split("\n").filter((line) => line !== "").length;
  const keys = answer.stdout.split("\n").filter((line) => line.includes("SHA256:")).length;
  return keys === lines ? [] : [`only ${keys} of ${lines} lines hold a key`, ...complaint(answer)];
}
