import { automation, type Machine } from "./documents";

/** Removes what differs in every run from a text: the keys of machine and user, and messages. */
export function withoutKeys(machine: Machine, ...secrets: readonly string[]): (text: string) => string {
  const host = machine.hostKeyPrivate.split("\n").filter((line) => line !== "" && !line.startsWith("-----"));
  const publicKeys = [machine.hostKey, automation.public].map((key) => key.trim().split(" ")[1] ?? key);
  const words = [...host, ...publicKeys, ...secrets];
  return (text) => words.reduce((left, word) => left.replaceAll(word, "(key)"), text);
}
