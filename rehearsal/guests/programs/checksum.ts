import { program } from "../program";

/** sha256sum: of a download whose sum the stack pins to the real file's, the simulation claims that sum. */
export const checksum = program("sha256sum", async (args, process) => {
  const result = await (process.original?.(args) ?? Promise.resolve({ stdout: "", stderr: "", exitCode: 127 }));
  const claims = process.guest.context.spec.internet.filter((file) => file.claimedSha256 !== undefined);
  const operands = args.filter((word) => !word.startsWith("-"));
  const contents = operands.map((path) => process.guest.tree.find(process.path(path)));
  const lines = result.stdout.split("\n").map((line, index) => {
    const node = contents[index];
    const claimed = claims.find(({ content }) => content && node?.type === "file" && node.content.equals(content));
    return claimed?.claimedSha256 === undefined ? line : claimed.claimedSha256 + line.slice(64);
  });
  return { ...result, stdout: lines.join("\n") };
});
