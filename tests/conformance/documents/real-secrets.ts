import { createPrivateKey, generateKeyPairSync } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ssh2 from "ssh2";
import { keyOf } from "../../../scripts/conformance/memory";
import { freshKeyPair } from "pve-simulator/ssh";
import { cacheFolder } from "../../../model/cache-folder";
import type { OutputsOf } from "../../support/pulumi-mocks";

type Outputs = Record<string, unknown>;

/**
 * Keys that a reader takes for keys, where mocks elsewhere only give names. Each is made once and kept, so that documents
 * that hold one are the same in the next run.
 */
export const realSecrets: OutputsOf = {
  "tls:index/privateKey:PrivateKey": (name, inputs) =>
    kept(`private key ${name} ${JSON.stringify(inputs)}`, () =>
      inputs["algorithm"] === "ED25519" ? ed25519() : ecdsa(),
    ),
};

/** As the tls provider gives them: ed25519 as PKCS#8, ECDSA as "EC PRIVATE KEY". */
function ed25519(): Outputs {
  const pair = freshKeyPair();
  const parsed = ssh2.utils.parseKey(pair.private);
  if (parsed instanceof Error) throw parsed;
  const privateKeyPem = createPrivateKey(parsed.getPrivatePEM()).export({ format: "pem", type: "pkcs8" });
  return { privateKeyPem, privateKeyOpenssh: pair.private, publicKeyOpenssh: `${pair.public.trim()}\n` };
}

function ecdsa(): Outputs {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return { privateKeyPem: privateKey.export({ format: "pem", type: "sec1" }) };
}

/** The outputs of that name, made where there are none. */
function kept(name: string, make: () => Outputs): Outputs {
  const folder = join(cacheFolder(), "conformance", "secrets");
  const file = join(folder, `${keyOf(name)}.json`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(file, JSON.stringify(make()), { flag: "wx", mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  return JSON.parse(readFileSync(file, "utf8")) as Outputs;
}
