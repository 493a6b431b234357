import { hostname } from "node:os";
import { clearDeadLocks, lockHolders } from "../../scripts/recover/state-lock";
import { Pulumi } from "../../scripts/engine/pulumi";

const locked = (pid: number, host = hostname()) =>
  "error: the stack is currently locked by 1 lock(s). Either wait for the other process(es) to end or delete the lock " +
  `file with \`pulumi cancel\`.\n  file:///x/locks/1.json: created by ana@${host} (pid ${pid}) at 2026-01-02T03:04:05Z`;

/** An engine that only notes what it is asked to do. */
function engine() {
  const asked: string[] = [];
  const pulumi = new Pulumi({ program: "pulumi", cwd: ".", env: {}, stack: "asgard" });
  pulumi.cancel = () => {
    asked.push("cancel");
    return Promise.resolve();
  };
  return { pulumi, asked };
}

test("reads who holds a lock from the engine's message", () => {
  const [holder] = lockHolders(locked(4711, "nas"));
  expect(holder).toEqual({ user: "ana", host: "nas", pid: 4711, since: "2026-01-02T03:04:05Z" });
  expect(lockHolders("error: something else")).toEqual([]);
});

test("removes a lock whose process on this machine has ended", async () => {
  const { pulumi, asked } = engine();
  const said: string[] = [];
  // Process ids end far below this one.
  await clearDeadLocks(pulumi, lockHolders(locked(2 ** 30)), (line) => said.push(line));
  expect(asked).toEqual(["cancel"]);
  expect(said.join()).toContain("no longer runs");
});

test("leaves the lock of a running process alone and names its holder", async () => {
  const { pulumi, asked } = engine();
  const attempt = clearDeadLocks(pulumi, lockHolders(locked(process.pid)), () => undefined);
  await expect(attempt).rejects.toThrow(`process ${process.pid}`);
  expect(asked).toEqual([]);
});

test("leaves the lock of another machine alone, as its process cannot be checked", async () => {
  const { pulumi, asked } = engine();
  await expect(clearDeadLocks(pulumi, lockHolders(locked(2 ** 30, "nas")), () => undefined)).rejects.toThrow("nas");
  expect(asked).toEqual([]);
});
