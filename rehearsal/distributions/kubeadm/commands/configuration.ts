import { readKubeadmDocuments, type KubeadmDocument } from "../documents/read-documents";
import { KubeadmError } from "../kubeadm-error";
import type { KubeadmRun } from "./run";

/** Reads the file of `--config`; unknown fields are warned about, or refused where asked for. */
export function readConfigFile(run: KubeadmRun, path: string, strict = false): readonly KubeadmDocument[] {
  const text = run.guest.tree.read(run.process.path(path));
  if (text === undefined) throw new KubeadmError(`open ${path}: no such file or directory`);
  return readKubeadmDocuments(text, {
    version: run.version,
    strict,
    warn: (message) => run.warn(`common.go:100] ${message}`),
  });
}
