import { deriveBytes, deriveJoinToken } from "../../model/derive-token";

/** A CA: certificate and key, both in PEM. */
export interface Authority {
  readonly certificate: string;
  readonly key: string;
}

/** What Talos generates at random for a cluster (talos pkg/machinery/config/generate/secrets/bundle.go). */
export interface DerivedTalosSecrets {
  /** Names the cluster to the discovery service. base64url of 32 bytes. */
  readonly clusterId: string;
  /** Encrypts the nodes' data in the discovery service. base64 of 32 bytes. */
  readonly clusterSecret: string;
  /** With it a machine requests its certificate from a control plane. */
  readonly machineToken: string;
  /** With it a kubelet requests its certificate from the API. */
  readonly bootstrapToken: string;
  /** Encrypts Secrets in etcd. base64 of 32 bytes. */
  readonly secretboxKey: string;
}

/** Everything secret in the machine configurations of a cluster: losing it means losing the cluster. */
export interface TalosSecrets extends DerivedTalosSecrets {
  /** Signs for Talos' own API. Ed25519. */
  readonly os: Authority;
  readonly kubernetes: Authority;
  /** CA of the API aggregation layer. */
  readonly aggregator: Authority;
  readonly etcd: Authority;
  /** Signs the tokens of service accounts. PEM. */
  readonly serviceAccountKey: string;
}

/** The same at every run, as they are derived from the cluster's key. */
export function deriveTalosSecrets(rootKey: string): DerivedTalosSecrets {
  const bytes = (purpose: string) => deriveBytes(rootKey, purpose, 32);
  return {
    clusterId: padded(bytes("talos cluster id").toString("base64url")),
    clusterSecret: bytes("talos cluster secret").toString("base64"),
    machineToken: deriveJoinToken(rootKey, "talos machine token"),
    bootstrapToken: deriveJoinToken(rootKey, "talos bootstrap token"),
    secretboxKey: bytes("talos secretbox key").toString("base64"),
  };
}

/** Go's base64.URLEncoding pads, Node's does not. */
const padded = (text: string) => text.padEnd(Math.ceil(text.length / 4) * 4, "=");
