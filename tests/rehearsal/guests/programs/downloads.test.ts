import { createHash } from "node:crypto";
import { tarGz } from "../../../../rehearsal/distributions/rke2/tar";
import type { InternetFile } from "../../../../rehearsal/simulation-spec";
import { openTerminal, type Terminal } from "./terminal";

const archive = tarGz([
  { path: "bin/tool", mode: 0o755, content: "#!/bin/sh\necho tool $1\n" },
  { path: "lib/systemd/system/tool.service", mode: 0o644, content: "[Service]\nExecStart=/usr/local/bin/tool\n" },
]);
const file = (url: string, content: Uint8Array, more: Partial<InternetFile> = {}): InternetFile => ({
  url,
  content,
  sha256: createHash("sha256").update(content).digest("hex"),
  sizeBytes: content.length,
  ...more,
});
const release = "https://github.com/rancher/rke2/releases/download/v1.34.1%2Brke2r1";

let terminal: Terminal;
beforeAll(async () => {
  const pinned = "f".repeat(64);
  const internet = [
    file(`${release}/tool.tar.gz`, archive),
    file("https://example.org/sums.txt", Buffer.from("sum  name\n")),
    file("https://example.org/pinned", Buffer.from("pinned\n"), { claimedSha256: pinned }),
  ];
  terminal = await openTerminal(internet);
});
afterAll(() => terminal.close());

test.each([
  [
    "6 for a name nobody knows",
    "curl -sS https://nowhere.example/",
    6,
    "curl: (6) Could not resolve host: nowhere.example\n",
  ],
  [
    "7 when nothing listens",
    "curl -sS http://10.10.10.102:81/",
    7,
    "curl: (7) Failed to connect to 10.10.10.102 port 81 after 0 ms: Couldn't connect to server\n",
  ],
  [
    "7 when nobody has the address",
    "curl -sS http://10.10.10.250/",
    7,
    "curl: (7) Failed to connect to 10.10.10.250 port 80 after 0 ms: No route to host\n",
  ],
  [
    "28 when a routed address stays silent",
    "curl -sS --connect-timeout 3 http://192.0.2.1/",
    28,
    expect.stringContaining("curl: (28) Failed to connect to 192.0.2.1 port 80 after 3000 ms"),
  ],
  [
    "22 for a missing file with -f",
    "curl -fsS https://example.org/nothing",
    22,
    "curl: (22) The requested URL returned error: 404\n",
  ],
  ["0 for a missing file without -f", "curl -s https://example.org/nothing", 0, ""],
  [
    "2 for an option it does not know",
    "curl --nonsense https://example.org/",
    2,
    expect.stringContaining("option --nonsense: is unknown"),
  ],
])("curl exits with %s", async (_what, command, code, stderr) => {
  expect(await terminal.sh(command)).toMatchObject({ code, stderr });
});

test("curl prints, stores and reports the status", async () => {
  expect((await terminal.sh("curl -fsSL https://example.org/sums.txt")).stdout).toBe("sum  name\n");
  expect(
    (await terminal.sh("curl -s -o /tmp/sums -w '%{http_code}' https://example.org/sums.txt; cat /tmp/sums")).stdout,
  ).toBe("200sum  name\n");
  expect((await terminal.sh("curl -s -o /dev/null -w '%{http_code}' https://example.org/nothing")).stdout).toBe("404");
});

test("a release is downloaded, checked, unpacked and run", async () => {
  const sum = createHash("sha256").update(archive).digest("hex");
  const ran = await terminal.root(`set -e; cd /tmp; curl -fsSL -o t.tar.gz ${release}/tool.tar.gz; sha256sum t.tar.gz
tar -xzf t.tar.gz -C /usr/local; /usr/local/bin/tool 5; tool 6`);
  expect(ran).toEqual({ stdout: `${sum}  t.tar.gz\ntool 5\ntool 6\n`, stderr: "", code: 0 });
});

test("tar says why it cannot unpack", async () => {
  expect(await terminal.root("tar -xzf /nope.tar.gz -C /usr/local")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("Cannot open: No such file or directory"),
  });
  expect(await terminal.root("echo text > /tmp/t; tar -xzf /tmp/t -C /usr/local")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("not in gzip format"),
  });
});

test("the simulation uses the pinned checksum of a stack for a file it does not have", async () => {
  expect((await terminal.sh("curl -fsS -o /tmp/p https://example.org/pinned; sha256sum /tmp/p")).stdout).toBe(
    `${"f".repeat(64)}  /tmp/p\n`,
  );
});
