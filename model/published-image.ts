import type { TemplatePlan } from "./cluster-plan";
import type { Config } from "./config";

/** The cloud image that the stack file names; the rules ask for one where the distribution needs it. */
export function publishedImage({
  image,
}: Config["template"]): Pick<TemplatePlan, "imageUrl" | "imageSha256" | "imageName"> {
  if (!image) throw new Error("no template.image: the rules let a wrong configuration pass");
  const { url, sha256 } = image;
  return { imageUrl: url, imageSha256: sha256, imageName: imageName(url, sha256) };
}

/** Proxmox imports only files named .qcow2, .raw or .vmdk, and Ubuntu names its qcow2 images .img. */
export function imageName(url: string, sha256: string): string {
  const base = url.slice(url.lastIndexOf("/") + 1);
  const extension = base.endsWith(".raw") ? "raw" : "qcow2";
  return `${base.replace(/\.(img|qcow2|raw)$/, "")}-${sha256.slice(0, 12)}.${extension}`;
}
