import type { TemplatePlan } from "../model/cluster-plan";
import type { ImageSum } from "../model/image-sum";
import type { Config } from "../model/config";

/** The cloud image in the stack file; a rule requires one if the distribution needs it. */
export function publishedImage({
  image,
}: Config["template"]): Pick<TemplatePlan, "imageUrl" | "imageSum" | "imageName"> {
  const imageSum = image && sumOf(image);
  if (!image || !imageSum) throw new Error("no template.image with a sum: the rules let a wrong configuration pass");
  return { imageUrl: image.url, imageSum, imageName: imageName(image.url, imageSum) };
}

/** An image's checksum. */
function sumOf({ sha256, sha512 }: NonNullable<Config["template"]["image"]>): ImageSum | undefined {
  if (sha256 !== undefined) return { algorithm: "sha256", value: sha256 };
  return sha512 === undefined ? undefined : { algorithm: "sha512", value: sha512 };
}

/** Proxmox imports only .qcow2, .raw or .vmdk files, and Ubuntu's qcow2 images end in .img. */
export function imageName(url: string, { value }: ImageSum): string {
  const base = url.slice(url.lastIndexOf("/") + 1);
  const extension = base.endsWith(".raw") ? "raw" : "qcow2";
  return `${base.replace(/\.(img|qcow2|raw)$/, "")}-${value.slice(0, 12)}.${extension}`;
}
