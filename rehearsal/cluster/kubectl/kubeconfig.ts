import { createPrivateKey, X509Certificate } from "node:crypto";
import { parse } from "yaml";
import type { Parsed } from "../../guests/programs/flags";
import { remembered } from "../remembered";
import type { KubectlCaller } from "./caller";
import { KubectlError } from "./kubectl-error";

interface Named {
  readonly name: string;
}

interface Kubeconfig {
  readonly "current-context"?: string;
  readonly contexts?: readonly (Named & { readonly context: { readonly cluster: string; readonly user: string } })[];
  readonly clusters?: readonly (Named & {
    readonly cluster: { readonly server?: string; readonly "certificate-authority-data"?: string };
  })[];
  readonly users?: readonly (Named & {
    readonly user: { readonly "client-certificate-data"?: string; readonly "client-key-data"?: string };
  })[];
}

/** Where to connect, whom to trust, and as whom. */
export interface KubectlAccess {
  readonly server: string;
  readonly caPem: string;
  readonly certificatePem: string;
}

/** What the kubeconfig's context and the flags say; without a context kubectl looks at its own machine. */
export async function kubectlAccessOf(caller: KubectlCaller, { values }: Parsed): Promise<KubectlAccess> {
  const path = values.get("kubeconfig")?.at(-1) ?? caller.env.KUBECONFIG;
  const config = path === undefined ? {} : await readKubeconfig(caller, path);
  const wanted = values.get("context")?.at(-1);
  const context = config.contexts?.find(({ name }) => name === (wanted ?? config["current-context"]))?.context;
  if (wanted !== undefined && !context) throw new KubectlError(`error: context "${wanted}" does not exist`);
  const cluster = config.clusters?.find(({ name }) => name === context?.cluster)?.cluster;
  const user = config.users?.find(({ name }) => name === context?.user)?.user;
  const certificatePem = decode(user?.["client-certificate-data"]);
  if (certificatePem !== "") checkKey(context?.user ?? "", certificatePem, decode(user?.["client-key-data"]));
  const given = values.get("server")?.at(-1) ?? values.get("s")?.at(-1);
  const caPem = decode(cluster?.["certificate-authority-data"]);
  return { server: given ?? cluster?.server ?? "http://localhost:8080", caPem, certificatePem };
}

const parsed = remembered((text) => (parse(text) as Kubeconfig | null) ?? {});

async function readKubeconfig(caller: KubectlCaller, path: string): Promise<Kubeconfig> {
  const text = await caller.read(path);
  try {
    return parsed(text);
  } catch (error) {
    const [reason = ""] = (error as Error).message.split("\n");
    throw new KubectlError(`error: error loading config file "${path}": yaml: ${reason}`);
  }
}

/** clientcmd's validation of a user, and tls.X509KeyPair. */
function checkKey(user: string, certificatePem: string, keyPem: string): void {
  if (keyPem === "")
    throw new KubectlError(
      `error: client-key-data or client-key must be specified for ${user} to use the clientCert authentication method.`,
    );
  if (!isPair(`${certificatePem}\0${keyPem}`))
    throw new KubectlError("error: tls: private key does not match public key");
}

/** A certificate and a key with a zero byte between them. */
const isPair = remembered((pair) => {
  const [certificatePem = "", keyPem = ""] = pair.split("\0");
  try {
    return new X509Certificate(certificatePem).checkPrivateKey(createPrivateKey(keyPem));
  } catch {
    return false;
  }
});

function decode(text: string | undefined): string {
  return Buffer.from(text ?? "", "base64").toString();
}
