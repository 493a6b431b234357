import type { ClusterPlan } from "../../model/cluster-plan";
import { simulatedOf } from "../distributions/registry";
import type { InternetFile } from "../world-spec";

/** About what Ubuntu's cloud image weighs. */
const imageBytes = 600 * 1024 ** 2;

/** Everything hosts and guests of this plan fetch, by the addresses they fetch it from. */
export function internetOf(plan: ClusterPlan): InternetFile[] {
  return [...imagesOf(plan), ...simulatedOf(plan).internet(plan)];
}

/** Published images; what an image factory builds on demand comes from the factory. */
function imagesOf(plan: ClusterPlan): InternetFile[] {
  const byUrl = new Map(plan.templates.map((template) => [template.imageUrl, template]));
  return [...byUrl].flatMap(([url, { imageSha256: sha256, imageDiskGiB }]) =>
    sha256 === undefined ? [] : { url, sha256, sizeBytes: imageBytes, diskGiB: imageDiskGiB },
  );
}
