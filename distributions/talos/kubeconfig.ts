import { toYaml } from "../../model/render/serialise";
import type { ClientCredentials } from "./talosconfig";

/** A kubeconfig with a client certificate, before it is adapted for people. Secret. */
export function kubeconfigOf({ certificate, key, authority }: ClientCredentials): string {
  const base64 = (text: string) => Buffer.from(text).toString("base64");
  const user = { "client-certificate-data": base64(certificate), "client-key-data": base64(key) };
  return toYaml({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "default", cluster: { "certificate-authority-data": base64(authority) } }],
    contexts: [{ name: "default", context: { cluster: "default", user: "default" } }],
    users: [{ name: "default", user }],
    "current-context": "default",
  });
}
