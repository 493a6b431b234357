import { createPrivateKey, X509Certificate } from "node:crypto";
import { CertificateAuthority } from "../../../rehearsal/cluster/certificates";
import { identityOf } from "../../../rehearsal/cluster/identity";
import { TestAuthority } from "../../support/authority";

test.each(["sec1", "pkcs8"] as const)(
  "a pre-made certificate authority signs, with a key in the format %s",
  async (type) => {
    const made = await TestAuthority.create("O=kubernetes");
    const key = createPrivateKey(made.key).export({ format: "pem", type }).toString();
    const loaded = await CertificateAuthority.load(made.certificate, key);
    const { certificate } = await loaded.issue({ name: "CN=admin, O=system:masters" });
    expect(new X509Certificate(certificate).checkIssued(new X509Certificate(made.certificate))).toBe(true);
    expect(identityOf(certificate, made.certificate)).toEqual({ user: "admin", groups: ["system:masters"] });
  },
);
