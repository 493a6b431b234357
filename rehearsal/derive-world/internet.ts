import type { ClusterPlan } from "../../model/cluster-plan";
import { isFor } from "../../model/distribution";
import type { InternetFile } from "../world-spec";
import { rke2Internet } from "./rke2";

/** About what Ubuntu's cloud image weighs. */
const imageBytes = 600 * 1024 ** 2;

/** Everything hosts and guests of this plan fetch, by the addresses they fetch it from. */
export function internetOf(plan: ClusterPlan): InternetFile[] {
  return [...imagesOf(plan), ...(isFor("rke2", plan) ? rke2Internet(plan) : [])];
}

function imagesOf(plan: ClusterPlan): InternetFile[] {
  const byUrl = new Map(plan.templates.map((template) => [template.imageUrl, template]));
  return [...byUrl].map(([url, { imageSha256, imageDiskGiB }]) => ({
    url,
    sha256: imageSha256,
    sizeBytes: imageBytes,
    diskGiB: imageDiskGiB,
  }));
}
