import { versionAnswerOf, type VersionAnswer } from "../../machine/api/status";
import { connectTalosctl, connectInsecurely } from "../client";
import type { Command } from "../command";

/** Of the stand-in itself: what it was written after. */
export const CLIENT_VERSION = "v1.13.9";

export const versionCommand: Command = {
  path: "version",
  flags: [
    { name: "short", kind: "bool" },
    { name: "client", kind: "bool" },
    { name: "insecure", short: "i", kind: "bool" },
  ],
  run: async (run) => {
    const { flags, terminal } = run;
    terminal.out("Client:\n");
    terminal.out(flags.has("short") ? `Talos ${CLIENT_VERSION}\n` : long(versionAnswerOf(CLIENT_VERSION)));
    if (flags.has("client")) return;
    terminal.out("Server:\n");
    const client = flags.has("insecure") ? connectInsecurely(run) : await connectTalosctl(run);
    const answers = await client.all("MachineService/Version", {}, "error getting version: ");
    for (const { node = client.endpoints[0] ?? "", value } of answers)
      terminal.out(`\tNODE:        ${node}\n${long(value as VersionAnswer)}\tEnabled:     RBAC\n`);
  },
};

function long({ tag, sha, goVersion }: VersionAnswer): string {
  return `\tTag:         ${tag}\n\tSHA:         ${sha}\n\tBuilt:       \n\tGo version:  ${goVersion}\n\tOS/Arch:     linux/amd64\n`;
}
