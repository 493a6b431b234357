import { stringify } from "yaml";
import type { Handler } from "../../machine/rpc";
import { CertificateAuthority } from "../../../../cluster/certificates";
import { MASTERS } from "../../../../cluster/identity";
import type { TalosNode } from "../talos-node";

/** An admin kubeconfig, signed at every call; it needs only the configuration. */
export function kubeconfigMethod(node: TalosNode): Handler {
  return async () => {
    const { config } = node;
    const pair = config.pair("cluster.ca");
    const ca = await CertificateAuthority.load(pair?.certificate ?? "", pair?.key ?? "");
    const { certificate, key } = await ca.issue({ name: `O=${MASTERS}, CN=admin` });
    const name = config.text("cluster.clusterName") ?? "";
    const user = `admin@${name}`;
    const base64 = (text: string): string => Buffer.from(text).toString("base64");
    const server = config.text("cluster.controlPlane.endpoint");
    return stringify(
      {
        apiVersion: "v1",
        kind: "Config",
        clusters: [{ name, cluster: { server, "certificate-authority-data": base64(ca.pem) } }],
        users: [
          { name: user, user: { "client-certificate-data": base64(certificate), "client-key-data": base64(key) } },
        ],
        contexts: [{ context: { cluster: name, namespace: "default", user }, name: user }],
        "current-context": user,
      },
      { lineWidth: 0 },
    );
  };
}
