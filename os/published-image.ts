import type { TemplatePlan } from "../model/cluster-plan";
import type { ImageSum } from "../model/image-sum";
import type { Config } from "../model/config";

/** The cloud image that the stack file names; the rules ask for one where the distribution needs it. */
export function publishedImage({
  image,
}: Config["template"]): Pick<TemplatePlan, "imageUrl" | "imageSum" | "imageName"> {
  const imageSum = image && sumOf(image);
  if (!image || !imageSum) throw new Error("no template.image with a sum: the rules let a wrong configuration pass");
  return { imageUrl: image.url, imageSum, imageName: imageName(image.url, imageSum) };
}

/** The one sum that an image is given. */
function sumOf({ sha256, sha512 }: NonNullable<Config["template"]["image"]>): ImageSum | undefined {
  if (sha256 !== undefined) return { algorithm: "sha256", value: sha256 };
  return sha512 === undefined ? undefined : { algorithm: "sha512", value: sha512 };
}

/** Proxmox imports only files named .qcow2, .raw or .vmdk, and Ubuntu names its qcow2 images .img. */
export function imageName(url: string, { value }: ImageSum): string {
  const base = url.slice(url.lastIndexOf("/") + 1);
  const extension = base.endsWith(".raw") ? "raw" : "qcow2";
  return `${base.replace(/\.(img|qcow2|raw)$/, "")}-${value.slice(0, 12)}.${extension}`;
}
