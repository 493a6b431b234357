import { clusterSchema } from "../distributions/cluster-schema";
import { namesOf, OS_FAMILIES, releasesWithLogin } from "../os/registry";
import { configSchemaOf } from "../model/config";

/** The sections of a stack file, with the distributions and the systems that there are. */
export const configSchema = configSchemaOf({
  cluster: clusterSchema,
  families: OS_FAMILIES,
  releases: namesOf(releasesWithLogin),
});
