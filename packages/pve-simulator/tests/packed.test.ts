import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Client } from "./support/client";

const root = join(__dirname, "..");
const folder = realpathSync(mkdtempSync(join(tmpdir(), "pve-simulator-packed-")));
afterAll(() => rmSync(folder, { recursive: true }));

const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  dependencies: Record<string, string>;
};

/** As npm lays a tarball of it and its dependencies into a folder; those are the checkout's. */
function install(): void {
  const packed = execFileSync("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", folder], {
    cwd: root,
    encoding: "utf8",
  }).trim();
  const own = join(folder, "node_modules", "pve-simulator");
  mkdirSync(join(folder, "node_modules", ".bin"), { recursive: true });
  mkdirSync(own);
  execFileSync("tar", ["-xzf", join(folder, packed), "-C", own, "--strip-components=1"]);
  for (const name of Object.keys(dependencies)) {
    const place = join(folder, "node_modules", name);
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(join(root, "..", "..", "node_modules", name), place);
  }
  symlinkSync("../pve-simulator/bin/pve-simulator.cjs", join(folder, "node_modules", ".bin", "pve-simulator"));
}

test("a packed tarball serves the README's world by the README's lines, in an empty folder", async () => {
  install();
  const readme = readFileSync(join(folder, "node_modules", "pve-simulator", "README.md"), "utf8");
  const [, lines = ""] = /```sh\n(.*?)```/s.exec(readme) ?? [];
  expect(lines.split("\n").length).toBeLessThanOrEqual(11);
  // Of the lines nothing is another but the port, which may be taken here.
  const script = lines.replace(/^npx pve-simulator --world world\.json$/m, "exec $& --port 0");
  expect(script).toContain("exec npx");
  const child = spawn("sh", ["-c", script], { cwd: folder, detached: true, stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit");
  const [greeting] = (await once(child.stdout, "data")) as [Buffer];
  const [, endpoint = ""] = /simulated: (\S+)/.exec(greeting.toString()) ?? [];
  const [, token = ""] = /token: +(\S+)/.exec(greeting.toString()) ?? [];
  const [, ca = ""] = /certificate to trust: +(\S+)/.exec(greeting.toString()) ?? [];
  const client = new Client({ endpoint, caPem: readFileSync(ca, "utf8") });
  client.token = `PVEAPIToken=${token}`;
  expect(await client.get("/nodes/pve/storage/local-zfs/status")).toMatchObject({ status: 200 });
  client.close();
  process.kill(-(child.pid ?? 0), "SIGINT");
  await ended;
}, 60_000);
