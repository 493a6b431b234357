import type { NodePlan } from "../../model/cluster-plan";
import type { KubeadmPlan } from "../../distributions/kubeadm/plan";
import { joinHostsOf, type JoinInputs, type ServerInputs } from "../../distributions/kubeadm/script";

/** A CA nobody holds the key of. */
export const TEST_CA = `-----BEGIN CERTIFICATE-----
MIIBgDCCASegAwIBAgIUTkX/DXy9WbXk7z21aRINTcKSUM4wCgYIKoZIzj0EAwIw
FTETMBEGA1UEAwwKa3ViZXJuZXRlczAgFw0yNjExMjExMzQ2NDFaGA8yMTI2MTAy
ODEzNDY0MVowFTETMBEGA1UEAwwKa3ViZXJuZXRlczBZMBMGByqGSM49AgEGCCqG
SM49AwEHA0IABBI7jqmRPZ9DKjxP0O1ODYBly8ddsOuHVYZ8FXy6AqeNwU0N2gek
BquGgqSZpK2O5iKjXG4hbDDT8UT7o/8oKl+jUzBRMB0GA1UdDgQWBBT8yUQ1rGO2
QW6c5qM8hV9Kz3JKQDAfBgNVHSMEGDAWgBT8yUQ1rGO2QW6c5qM8hV9Kz3JKQDAP
BgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0cAMEQCIH+leIzy7r2lNEMdGqVA
uj2Z5LGS4zt+mOWdm7rWzHuxAiBNQbyEAXGUqb3gfwh7e/aYPKbpmoU/eF1OZ7nU
YgiJvA==
-----END CERTIFICATE-----
`;

/** What a worker of a test is given. */
export function joinInputs(plan: KubeadmPlan, node: NodePlan): JoinInputs {
  const hostKeys = joinHostsOf(plan, node).map(({ name }) => `ssh-ed25519 key of ${name}`);
  return { caCert: TEST_CA, joinKey: "a worker's join key", hostKeys };
}

/** What a control plane of a test is given; the first control plane's also has a \`caKey\`. */
export function serverInputs(plan: KubeadmPlan, node: NodePlan): ServerInputs {
  const joinKeys = { worker: "ssh-ed25519 workers", server: "ssh-ed25519 servers" };
  return { ...joinInputs(plan, node), joinKey: "a server's join key", caKey: "", joinKeys };
}
