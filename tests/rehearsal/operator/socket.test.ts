import { FileFailure } from "../../../rehearsal/operator/file-failure";
import type { OperatorProgram } from "../../../rehearsal/operator/operator-program";
import { sleep } from "../../../rehearsal/operator/programs/sleep";
import { smallSimulation, type SmallSimulation } from "../guests/support";
import { OperatorShell } from "./support";

let simulation: SmallSimulation;
let shell: OperatorShell;
let killed: Promise<void>;

/** Says what it was given: `show FILE…` prints files, `keep FILE` writes one, `hang` waits to be killed. */
const probe: OperatorProgram = {
  name: "probe",
  machine: ([, first]) => first,
  run: async ([verb, ...files], terminal) => {
    if (verb === "keep") await terminal.write(files[0] ?? "", "kept\n", 0o600);
    if (verb === "hang") {
      killed = new Promise((resolve) => terminal.signal.addEventListener("abort", () => resolve()));
      terminal.out("hanging\n");
      await killed;
    }
    for (const file of verb === "show" ? files : []) {
      try {
        terminal.out((await terminal.read(file)).content.toString());
      } catch (error) {
        if (!(error instanceof FileFailure)) throw error;
        terminal.err(`probe: open ${file}: ${error.reason}\n`);
        return 3;
      }
    }
    return 0;
  },
};

beforeEach(async () => {
  simulation = await smallSimulation();
  shell = await OperatorShell.open(simulation.context, [probe, sleep(simulation.context)]);
});
afterEach(async () => {
  await shell.close();
  await simulation.close();
});

test("a program on the operator's PATH reads its files and standard input itself", async () => {
  shell.write("one", "first\n");
  expect(await shell.run("probe show one /dev/stdin", { stdin: "second\n" })).toEqual({
    code: 0,
    stdout: "first\nsecond\n",
    stderr: "",
  });
  expect(await shell.run("probe show missing")).toMatchObject({
    code: 3,
    stderr: "probe: open missing: no such file or directory\n",
  });
  expect((await shell.run("umask 022; probe keep new && ls -l new && cat new")).stdout).toMatch(
    /^-rw-------.*\nkept\n$/s,
  );
});

test("its arguments are in the event log, the content of files it read is not", async () => {
  shell.write("secret", "s3cret\n");
  await shell.run("probe show secret > /dev/null");
  const commands = simulation.context.events.all.filter(({ kind }) => kind === "command");
  expect(commands).toMatchObject([
    { phase: "start", machine: "secret", user: "operator", command: "probe show secret" },
    { phase: "end", exitCode: 0, argv: [["probe", "show", "secret"]] },
  ]);
  expect(simulation.context.events.all.filter(({ kind }) => kind === "document")).toEqual([]);
});

test("a file that others may read is in the event log", async () => {
  shell.write("open", "s3cret\n", 0o644);
  await shell.run("probe show open");
  expect(simulation.context.events.all.filter(({ kind }) => kind === "document")).toMatchObject([
    { machine: "operator", name: "open (mode 644 on the operator's machine)", content: "s3cret\n" },
  ]);
});

test("a killed program is reported, and an unauthorized one is refused", async () => {
  await shell.run("probe hang > out & pid=$!; until grep -q hanging out; do :; done; kill $pid; wait $pid");
  await killed;
  const stranger = await shell.run("probe show /dev/null", { env: { REHEARSAL_SOCKET_SECRET: "wrong" } });
  expect(stranger).toMatchObject({ code: 1, stderr: "probe: the rehearsal that this stand-in belongs to is over\n" });
});

test("sleep takes simulated time, and refuses invalid durations", async () => {
  const began = simulation.context.clock.now();
  expect((await shell.run("sleep 40")).code).toBe(0);
  expect(simulation.context.clock.now() - began).toBeLessThan(10_000);
  expect(await shell.run("sleep soon")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("invalid time interval 'soon'"),
  });
  expect(simulation.context.events.all).toEqual([]);
});
