import { randomBytes } from "node:crypto";
import { documentOf } from "../documents/read-documents";
import { textOf } from "../documents/values";
import { ADMIN_CONF } from "../files/kubeconfigs";
import { sharedFiles } from "../files/pki";
import { inPhase, KubeadmError } from "../kubeadm-error";
import { connectAsAdmin, retrying, type Reached } from "./api-client";
import { readConfigFile } from "./configuration";
import { readFlags, flagValue } from "./flags";
import type { KubeadmRun } from "./run";

const flags = {
  values: ["config", "certificate-key", "kubeconfig"],
  flags: ["upload-certs", "skip-certificate-key-print"],
};

/** `kubeadm init phase upload-certs`: without --upload-certs it does nothing, as in life. */
export async function uploadCertsPhase(run: KubeadmRun, args: readonly string[]): Promise<void> {
  const parsed = readFlags(args, flags);
  const path = flagValue(parsed, "config");
  const document = path === undefined ? undefined : documentOf(readConfigFile(run, path), "InitConfiguration");
  const given = flagValue(parsed, "certificate-key") ?? textOf(document ?? {}, "certificateKey");
  if (!parsed.flags.has("upload-certs")) return run.say("[upload-certs] Skipping phase. Please see --upload-certs");
  try {
    const reached = await retrying(run, 60, () =>
      connectAsAdmin(
        run,
        flagValue(parsed, "kubeconfig") ?? ADMIN_CONF,
        "/api/v1/namespaces/kube-system/secrets?timeout=10s",
      ),
    );
    const key = given ?? randomBytes(32).toString("hex");
    uploadCerts(run, reached, key, !parsed.flags.has("skip-certificate-key-print"));
  } catch (error) {
    throw inPhase("upload-certs", error);
  }
}

/** Stores what control planes share under a key; a key of an earlier upload opens nothing any more. */
export function uploadCerts(run: KubeadmRun, { kubeadm }: Reached, key: string, print: boolean): void {
  run.say('[upload-certs] Storing the certificates in Secret "kubeadm-certs" in the "kube-system" Namespace');
  if (!/^[0-9a-f]{64}$/.test(key))
    throw new KubeadmError(`error uploading certs: error decoding certificate key: encoding/hex: invalid byte`);
  const present = sharedFiles.map((path): [string, string] => [path, run.guest.tree.read(path) ?? ""]);
  kubeadm.certs.upload(key, new Map(present));
  if (print) run.say(`[upload-certs] Using certificate key:\n${key}`);
}
