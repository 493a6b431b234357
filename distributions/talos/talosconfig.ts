import { base64 } from "./authority";
import { toYaml } from "../../model/render/serialise";

/** A client's credentials for an API: client certificate, its key, and the server's CA. All PEM. */
export interface ClientCredentials {
  readonly certificate: string;
  readonly key: string;
  readonly authority: string;
}

/**
 * What talosctl needs to access a cluster. Endpoints are control planes, which forward requests to any node; never the VIP,
 * which is down exactly when help is needed. Secret.
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
