import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { createReadStream, mkdtempSync, readFileSync, rmSync, watch } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withOrder } from "../../../model/step-order";
import { order, runStep, startStep } from "./run-step";

jest.setTimeout(60_000);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "homelab-step-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Resolves once the file is there. */
function appears(name: string): Promise<void> {
  return new Promise((resolve) => {
    const watcher = watch(folder, () => {
      try {
        readFileSync(join(folder, name));
      } catch {
        return;
      }
      watcher.close();
      resolve();
    });
  });
}

/** Resolves once nobody holds the pipe any more that the started program has as its output. */
async function lifeEnds(): Promise<void> {
  execFileSync("mkfifo", [join(folder, "life")]);
  await once(createReadStream(join(folder, "life")).resume(), "end");
}

/** A script that starts a program that would run for an hour, and cleans up when asked to end. */
const lasting = () => `
join() {
  trap 'echo tidied >"${folder}/tidied"' EXIT
  trap 'exit 143' TERM
  sh -c 'exec >"${folder}/life"; echo up >"${folder}/child"; exec sleep 3600' &
  wait
}
"$@" </dev/null
`;

test("a step on this computer returns output and status of its script", async () => {
  const ran = await runStep(order(), 'join() { echo result; echo "progress" >&2; exit 3; }');
  expect(ran).toEqual({ status: 3, stdout: "result\n", stderr: "progress\n" });
});

test("a script's children end with it at its time limit", async () => {
  const childEnds = lifeEnds();
  const { status, stderr } = await startStep(withOrder(order(undefined, 1), lasting())).ended;
  expect(status).toBe(1);
  expect(stderr).toContain('machine-1: step "join" failed: it took longer than 1 s and was ended');
  await childEnds;
});

test("it ends when its parent is killed without a signal to it, as the command plugin does", async () => {
  const started = appears("child");
  const childEnds = lifeEnds();
  const { child, ended } = startStep(withOrder(order(), lasting()));
  await started;
  const tidied = appears("tidied");
  child.kill("SIGKILL");
  await Promise.all([ended, tidied, childEnds]);
});
