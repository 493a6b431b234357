import { execFile } from "node:child_process";
import { accessSync, constants, mkdtempSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";

export interface Visit {
  /** The document after it was laid out. */
  readonly dom: string;
  /** First lines of whatever the page tried to fetch over the network. */
  readonly requests: readonly string[];
}

const nowhere = "http://127.0.0.1:1";

/** As silent as it goes: the browser would look for updates, the time and an account of its own accord. */
const quiet = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
  "--disable-extensions",
  "--disable-features=NetworkTimeServiceQuerying",
  `--component-updater=url-source=${nowhere}`,
  `--gaia-url=${nowhere}`,
];

/** What other versions of the browser may still ask for themselves; a page of ours names no such host. */
const errand = /^\S+ (https?:\/\/)?(([\w-]+\.)*(google|googleapis|gvt1)\.com|127\.0\.0\.1:1)([:/]| |$)/;

/** Opens a page in headless Chromium behind a proxy that leads nowhere and writes down who knocks. */
export async function visit(url: string): Promise<Visit> {
  const browser = findChromium();
  const profile = mkdtempSync(join(tmpdir(), "chromium-"));
  const trap = await startTrap();
  try {
    const proxy = [`--proxy-server=http://127.0.0.1:${trap.port}`, "--proxy-bypass-list=<-loopback>"];
    const flags = [...quiet, ...proxy, `--user-data-dir=${profile}`, "--dump-dom", url];
    const { stdout } = await promisify(execFile)(browser, flags, { timeout: 60_000, maxBuffer: 64 * 1024 ** 2 });
    return { dom: stdout, requests: trap.requests };
  } finally {
    trap.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** $CHROMIUM, or the first of the usual names on PATH. */
export function findChromium(): string {
  const named = process.env["CHROMIUM"];
  if (named !== undefined && named !== "") return named;
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const found = names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
  if (found === undefined) {
    throw new Error("no Chromium on PATH: install it (apt-get install chromium) or name one in $CHROMIUM");
  }
  return found;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function startTrap() {
  const requests: string[] = [];
  const server = createServer((socket) => {
    socket.on("error", () => socket.destroy());
    socket.once("data", (data) => {
      const [request = ""] = data.toString("latin1").split("\r\n");
      if (!errand.test(request)) requests.push(request);
      socket.end("HTTP/1.1 403 Nothing leaves\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { requests, port: (server.address() as AddressInfo).port, close: () => server.close() };
}
