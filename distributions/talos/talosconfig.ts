import { base64 } from "./authority";
import { toYaml } from "../../model/render/serialise";

/** Who somebody is to an API: a client certificate, its key, and the CA of the other side. All PEM. */
export interface ClientCredentials {
  readonly certificate: string;
  readonly key: string;
  readonly authority: string;
}

/**
 * What talosctl needs to speak with a cluster. Endpoints are control planes, which pass requests on to any node; never
 * the VIP, which is gone exactly when help is needed. Secret.
 */
export function renderTalosconfig(
  clusterName: string,
  credentials: ClientCredentials,
  endpoints: readonly string[],
): string {
  const { certificate, key, authority } = credentials;
  return toYaml({
    context: clusterName,
    contexts: {
      [clusterName]: { endpoints, ca: base64(authority), crt: base64(certificate), key: base64(key) },
    },
  });
}
