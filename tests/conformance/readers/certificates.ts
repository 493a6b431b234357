import { complaint, run } from "./program";
import type { Reader } from "./reader";

/** OpenSSL's reading of a certificate. */
export const certificates: Reader = {
  name: "OpenSSL",
  reads: ({ text }) => text.startsWith("-----BEGIN CERTIFICATE-----\n"),
  judge: (documents) =>
    Promise.all(documents.map(async ({ text }) => complaint(await run("openssl", ["x509", "-noout"], text)))),
  mistakes: [{ what: "a certificate with a piece missing", from: /\n.{20}/, to: "\n", named: "nable to load" }],
};
