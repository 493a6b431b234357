import type { LinuxGuest } from "../../../guests/guest";
import { TOKEN } from "../bootstrap-tokens";
import { KubeadmError } from "../kubeadm-error";
import { advertiseAddress, nodeRegistration, type NodeRegistration } from "./node-registration";
import { durationOf, listUnder, sectionUnder, textOf, type Values } from "./values";

/** JoinConfiguration with kubeadm's defaults. */
export interface JoinConfiguration {
  readonly registration: NodeRegistration;
  /** `host:port` of the API. */
  readonly endpoint: string;
  readonly token: string;
  readonly tlsToken: string;
  /** `sha256:…` pins; empty takes any CA. */
  readonly caCertHashes: readonly string[];
  readonly discoverySeconds: number;
  /** Absent for a worker. */
  readonly controlPlane?: { readonly address: string; readonly certificateKey: string | undefined };
}

const DISCOVERY_SECONDS = 300;

/** Reads the document and refuses what kubeadm refuses, every error at once. */
export function joinConfiguration(content: Values, guest: LinuxGuest): JoinConfiguration {
  const discovery = sectionUnder(content, "discovery");
  const bootstrap = discovery.bootstrapToken as Values | undefined;
  if (!bootstrap && discovery.file === undefined)
    throw new KubeadmError('discovery: Invalid value: "": bootstrapToken or file must be set', "validation");
  if (!bootstrap) throw new KubeadmError("discovery by file is not known to the rehearsal's machines");
  const token = textOf(bootstrap, "token") ?? "";
  const tlsToken = textOf(discovery, "tlsBootstrapToken") ?? token;
  const hashes = listUnder(bootstrap, "caCertHashes");
  refuse([
    ...(hashes.length === 0 && bootstrap.unsafeSkipCAVerification !== true
      ? [
          'discovery.bootstrapToken.caCertHashes: Invalid value: "": using token-based discovery without caCertHashes can be unsafe. Set unsafeSkipCAVerification as true in your kubeadm config file or pass --discovery-token-unsafe-skip-ca-verification flag to continue',
        ]
      : []),
    ...invalidToken("discovery.bootstrapToken.token", token),
    ...invalidToken("discovery.tlsBootstrapToken", tlsToken),
  ]);
  const seconds = durationOf(
    textOf(sectionUnder(content, "timeouts"), "discovery") ?? textOf(discovery, "timeout") ?? "",
  );
  const controlPlane = content.controlPlane as Values | null | undefined;
  return {
    registration: nodeRegistration(content, guest),
    endpoint: textOf(bootstrap, "apiServerEndpoint") ?? "",
    token,
    tlsToken,
    caCertHashes: hashes,
    discoverySeconds: seconds ?? DISCOVERY_SECONDS,
    ...(controlPlane && {
      controlPlane: {
        address: advertiseAddress(controlPlane, guest),
        certificateKey: textOf(controlPlane, "certificateKey"),
      },
    }),
  };
}

function invalidToken(field: string, token: string): string[] {
  return TOKEN.test(token) ? [] : [`${field}: Invalid value: "${token}": the bootstrap token is invalid`];
}

function refuse(errors: readonly string[]): void {
  if (errors.length === 0) return;
  throw new KubeadmError(errors.length === 1 ? (errors[0] ?? "") : `[${errors.join(", ")}]`, "validation");
}
