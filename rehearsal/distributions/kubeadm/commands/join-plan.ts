import type { Parsed } from "../../../guests/programs/flags";
import { joinConfiguration, type JoinConfiguration } from "../documents/join-configuration";
import { documentOf } from "../documents/read-documents";
import type { Values } from "../documents/values";
import { KubeadmError } from "../kubeadm-error";
import { readConfigFile } from "./configuration";
import { ignoredChecks, flagValue } from "./flags";
import type { KubeadmRun } from "./run";

export const joinFlags = {
  values: [
    "config",
    "token",
    "discovery-token",
    "discovery-token-ca-cert-hash",
    "tls-bootstrap-token",
    "certificate-key",
    "apiserver-advertise-address",
    "node-name",
    "cri-socket",
    "skip-phases",
  ],
  flags: ["control-plane", "discovery-token-unsafe-skip-ca-verification"],
};

/** The settings of a joining machine. */
export interface JoinPlan extends JoinConfiguration {
  /** Of the control plane it becomes; empty for a worker. */
  readonly address: string;
  /** URL of the API as all clients know it. */
  readonly url: string;
}

/** From a file, or from flags in the same places. */
export function planJoin(run: KubeadmRun, parsed: Parsed): JoinPlan {
  const path = flagValue(parsed, "config");
  const content = path === undefined ? fromFlags(parsed) : readJoin(run, path);
  const configuration = joinConfiguration(content, run.guest);
  const { registration } = configuration;
  return {
    ...configuration,
    registration: { ...registration, ignored: ignoredChecks(parsed, registration.ignored) },
    address: configuration.controlPlane?.address ?? "",
    url: `https://${configuration.endpoint}`,
  };
}

function readJoin(run: KubeadmRun, path: string): Values {
  const content = documentOf(readConfigFile(run, path), "JoinConfiguration");
  if (!content) throw new KubeadmError("no JoinConfiguration kind was found in the config");
  return content;
}

function fromFlags({ operands: [endpoint], values, flags }: Parsed): Values {
  const one = (name: string): string | undefined => values.get(name)?.at(-1);
  const bootstrapToken = {
    apiServerEndpoint: endpoint,
    token: one("discovery-token") ?? one("token"),
    caCertHashes: values.get("discovery-token-ca-cert-hash") ?? [],
    unsafeSkipCAVerification: flags.has("discovery-token-unsafe-skip-ca-verification"),
  };
  return {
    discovery: {
      ...(endpoint !== undefined && { bootstrapToken }),
      tlsBootstrapToken: one("tls-bootstrap-token") ?? one("token"),
    },
    nodeRegistration: { name: one("node-name"), criSocket: one("cri-socket") },
    ...(flags.has("control-plane") && {
      controlPlane: {
        certificateKey: one("certificate-key"),
        localAPIEndpoint: { advertiseAddress: one("apiserver-advertise-address") },
      },
    }),
  };
}
