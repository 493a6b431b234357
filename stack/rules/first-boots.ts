import { distributionOf, hasLogin } from "../../distributions/registry";
import type { Issue } from "../../model/errors";
import type { Rule } from "./rule";

/** Whatever boots with cloud-init is made from a published image and logged in to by somebody. */
const machinesWithALoginHaveImageAndUser: Rule = ({ cluster, template, access }) => {
  if (!hasLogin(distributionOf(cluster))) return [];
  const image = "must be a map with url, sha256 or sha512, diskGiB; see docs/configuration.md";
  return [
    ...(template.image === undefined ? [missing("template.image", image)] : []),
    ...(access.user === undefined ? [missing("access.user", "must be a Linux user name; write it in lower case")] : []),
  ];
};

function missing(path: string, hint: string): Issue {
  const [allowed = "", remedy = ""] = hint.split("; ");
  return { path, problem: "missing key", got: "nothing", allowed, remedy };
}

export const firstBootRules: readonly Rule[] = [machinesWithALoginHaveImageAndUser];
