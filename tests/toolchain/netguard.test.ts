import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureToolchain, type Toolchain } from "../../toolchain/ensure";

let toolchain: Toolchain;

beforeAll(async () => {
  toolchain = await ensureToolchain();
}, 15 * 60_000);

/** Runs JavaScript under netguard; without leave to make networks there is nothing to test but the refusal. */
function guarded(script: string) {
  const report = join(mkdtempSync(join(tmpdir(), "netguard-")), "report.json");
  const netguard = join(toolchain.binDir, "netguard");
  const { status, stdout, stderr } = spawnSync(netguard, [process.execPath, "-e", script], {
    encoding: "utf8",
    env: { ...process.env, NETGUARD_REPORT: report },
  });
  const counted = existsSync(report) ? (JSON.parse(readFileSync(report, "utf8")) as unknown) : undefined;
  const refused = status === 125 && stderr.startsWith("netguard: this machine does not let a user");
  return { status, stdout, counted, refused };
}

test("loopback works, and the exit status passes through", () => {
  const { status, stdout, counted, refused } = guarded(`
    const net = require("node:net");
    const server = net.createServer((socket) => socket.end("hello")).listen(0, "127.0.0.1", () => {
      net.connect(server.address().port, "127.0.0.1").on("data", (data) => {
        console.log(String(data));
        process.exit(7);
      });
    });`);
  if (refused) return;
  expect({ status, stdout, counted }).toEqual({
    status: 7,
    stdout: "hello\n",
    counted: { outNoRoutes: 0, isolated: true },
  });
});

test("every address beyond this machine is out of reach, and trying is counted", () => {
  const { stdout, counted, refused } = guarded(`
    for (const address of ["10.10.10.110", "192.168.1.50"]) {
      require("node:net").connect(6443, address).on("error", (error) => console.log(error.code));
    }`);
  if (refused) return;
  expect({ stdout, counted }).toEqual({
    stdout: "ENETUNREACH\nENETUNREACH\n",
    counted: { outNoRoutes: 2, isolated: true },
  });
});
