import { createPublicKey, generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import ssh2 from "ssh2";
import { RehearsalSecrets } from "../../../rehearsal/invariants/secrets";

const value = fc
  .string({ minLength: 12, maxLength: 60, unit: "grapheme-ascii" })
  .filter((text) => text.trim().length >= 12);
const around = fc.string({ maxLength: 20, unit: "grapheme-ascii" });

function find(secret: string, text: string): string[] {
  const secrets = new RehearsalSecrets();
  secrets.add("s", secret);
  return secrets.sightings(text).map(({ form }) => form);
}

test("finds a value in every encoding, anywhere", () => {
  fc.assert(
    fc.property(value, around, around, (secret, before, after) => {
      const text = before + secret + after;
      for (const spelling of [
        text,
        JSON.stringify(text),
        encodeURIComponent(text),
        Buffer.from(text).toString("base64"),
        Buffer.from(text).toString("base64url"),
      ]) {
        expect(find(secret, spelling)).toHaveLength(1);
      }
    }),
  );
});

test("finds no secret in unrelated text", () => {
  expect(find("correct horse battery staple", "a text about horses, batteries and staples")).toEqual([]);
});

test("finds any distinctive line of a key, but not the header all keys of a type share", () => {
  const common = "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW";
  const own = "QyNTUxOQAAACB7Jx5cV0P3nq8m2ZbYkq1uYw7Vd5Zr9mZ0pXk3bqAAAAJi8x1Q9sYy0Zq3V";
  const key = `-----BEGIN OPENSSH PRIVATE KEY-----\n${common}\n${own}\n-----END OPENSSH PRIVATE KEY-----\n`;
  expect(find(key, `    ${own}\n`)).toEqual(["PEM body"]);
  expect(find(key, common + own)).toEqual(["PEM body"]);
  expect(find(key, `    ${common}\n`)).toEqual([]);
});

test("does not find an elliptic-curve key in its public key, which it contains", () => {
  const pair = ssh2.utils.generateKeyPairSync("ecdsa", { bits: 256 });
  expect(find(pair.private, pair.public)).toEqual([]);
  expect(find(pair.private, pair.private.split("\n").slice(6, 7).join())).toEqual(["PEM body"]);

  const key = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
  const pem = key.export({ type: "sec1", format: "pem" }).toString();
  expect(find(pem, createPublicKey(pem).export({ type: "spki", format: "pem" }).toString())).toEqual([]);
  expect(find(pem, pem.split("\n").slice(2, 3).join())).toEqual(["PEM body"]);
});

test("refuses a value that is too short to be distinctive", () => {
  expect(() => new RehearsalSecrets().add("pin", "1234")).toThrow(
    "secret pin: a value of 4 characters cannot be told from chance",
  );
});
