import { createHash } from "node:crypto";
import type { StackPlan } from "../../distributions/distribution";
import type { ImageSum } from "../../model/image-sum";
import { simulatedOf } from "../distributions/registry";
import type { InternetFile } from "../simulation-spec";

/** About what Ubuntu's cloud image weighs. */
const imageBytes = 600 * 1024 ** 2;

/** Everything hosts and guests of this plan fetch, by the addresses they fetch it from. */
export function internetOf(plan: StackPlan): InternetFile[] {
  return [...imagesOf(plan), ...simulatedOf(plan).internet(plan)];
}

/** The sum that the stack pins, and another one that stands for the bytes where it is not by sha256. */
function sumsOf(url: string, { algorithm, value }: ImageSum): Pick<InternetFile, "sha256" | "sha512"> {
  if (algorithm === "sha256") return { sha256: value };
  return { sha256: createHash("sha256").update(url).digest("hex"), sha512: value };
}

/** Published images; what an image factory builds on demand comes from the factory. */
function imagesOf(plan: StackPlan): InternetFile[] {
  const byUrl = new Map(plan.templates.map((template) => [template.imageUrl, template]));
  return [...byUrl].flatMap(([url, { imageSum, imageDiskGiB }]) =>
    imageSum === undefined ? [] : { url, ...sumsOf(url, imageSum), sizeBytes: imageBytes, diskGiB: imageDiskGiB },
  );
}
