import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const version = "3.259.0";

/** Stands for the pulumi command as far as installing plugins goes. */
const pulumi = `#!/bin/sh
[ "$1 $2 $3" = "plugin install resource" ] || exit 9
plugin="$PULUMI_HOME/plugins/resource-$4-v$5"
mkdir -p "$plugin"
printf '#!/bin/sh\\necho %s\\n' "$4 $5 $7" > "$plugin/pulumi-resource-$4"
chmod +x "$plugin/pulumi-resource-$4"
`;

/** A release of Pulumi on loopback, with the files of the real one. */
export class ReleaseServer {
  /** Every path that was asked for. */
  readonly requests: string[] = [];
  readonly #files = new Map<string, Buffer>();
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      const path = request.url ?? "";
      this.requests.push(path);
      const file = this.#files.get(path.slice(1));
      response.writeHead(file ? 200 : 404).end(file);
    });
  }

  /** Serves a release whose checksum file is right, or wrong when asked for. */
  static async start({ rightChecksum = true } = {}): Promise<ReleaseServer> {
    const server = new ReleaseServer();
    const archive = packed();
    const name = `pulumi-v${version}-${process.platform}-${process.arch}.tar.gz`;
    const sum = rightChecksum ? createHash("sha256").update(archive).digest("hex") : "0".repeat(64);
    server.#files.set(name, archive);
    server.#files.set(
      `pulumi-${version}-checksums.txt`,
      Buffer.from(`${"1".repeat(64)}  other.zip\n${sum}  ${name}\n`),
    );
    await new Promise<void>((resolve) => server.#server.listen(0, "127.0.0.1", resolve));
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

function packed(): Buffer {
  const folder = mkdtempSync(join(tmpdir(), "release-"));
  mkdirSync(join(folder, "pulumi"));
  for (const name of ["pulumi", "pulumi-language-nodejs"]) {
    writeFileSync(join(folder, "pulumi", name), pulumi);
    chmodSync(join(folder, "pulumi", name), 0o755);
  }
  execFileSync("tar", ["-czf", join(folder, "release.tar.gz"), "-C", folder, "pulumi"]);
  return readFileSync(join(folder, "release.tar.gz"));
}
