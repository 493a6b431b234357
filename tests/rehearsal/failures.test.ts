import { failuresOf, formatFailure } from "../../scripts/engine/failure";

const urn = "urn:pulumi:mine::homelab::homelab:index:WorkerNode$proxmoxve:VmLegacy::small-worker-1-vm";
const told = (message: string, of = urn) => ({ diagnosticEvent: { urn: of, message, severity: "error" } });
const run = (...events: object[]) => ({ status: 1, stdout: "", stderr: "", seconds: 1, events });
const lines = (...events: object[]) =>
  failuresOf(run(...events), { nodes: [{ name: "worker-1" }] as never }).map(formatFailure);

test("an error from both engine and provider is reported once, without its wrapping", () => {
  const bare = "task failed: got timeout";
  expect(lines(told(bare), told(`1 error occurred:\n\t* ${bare}`), told(`creating ${urn}: ${bare}`))).toEqual([
    `worker-1: virtual machine: ${bare}`,
  ]);
});

test("a failed run without an error message shows the end of its output", () => {
  const printed = Array.from({ length: 40 }, (_, n) => `line ${n}`).join("\n");
  const [failure] = failuresOf({ ...run(), stderr: printed }, { nodes: [] });
  expect(failure?.message.split("\n")).toHaveLength(12);
  expect(failure?.message).toMatch(/line 39$/);
});
