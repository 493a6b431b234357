import * as pulumi from "@pulumi/pulumi";

/**
 * Downloads an image again that met the file of a killed run: the provider has that deleted, but begins anew before
 * Proxmox is done with it (bpg DeleteDatastoreFile does not wait for the task). One hook serves all templates of a stack.
 */
export function imageRetryHook(): pulumi.ErrorHook {
  return new pulumi.ErrorHook("image-file-exists", ({ errors }) => meetsExistingFile(errors[0] ?? ""));
}

/** True for the text with which Proxmox refuses to download over a file. */
export function meetsExistingFile(text: string): boolean {
  return text.includes("refusing to override existing file");
}
