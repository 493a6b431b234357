import type { Issue } from "../../model/errors";
import { minorOf } from "../../model/kubernetes-releases";
import { kubernetesMinorsOf, knownTalosMinors } from "./releases";
import type { TalosConfig } from "./plan";

function talosReleaseIsKnown({ cluster: { version } }: TalosConfig): Issue[] {
  if (kubernetesMinorsOf(version)) return [];
  const allowed = `must be releases of ${knownTalosMinors.join(", ")}`;
  const remedy = "choose one: machine configurations depend on the minor version";
  return [{ path: "cluster.version", problem: "unsupported release of Talos", got: `"${version}"`, allowed, remedy }];
}

function talosRunsThisKubernetes({ cluster: { version, kubernetesVersion } }: TalosConfig): Issue[] {
  const minors = kubernetesMinorsOf(version);
  const minor = minorOf(kubernetesVersion);
  if (!minors || (minor >= minors[0] && minor <= minors[1])) return [];
  return [
    {
      path: "cluster.kubernetesVersion",
      problem: `not supported by Talos ${version}`,
      got: `"${kubernetesVersion}"`,
      allowed: `must be v1.${minors[0]} to v1.${minors[1]}`,
      remedy: "choose a release of these, or another Talos",
    },
  ];
}

/** The image contains the system and its extensions, and no login: these keys of other systems do not apply. */
function talosNeedsNoOtherSystem({ template, access, os }: TalosConfig): Issue[] {
  const said: readonly [path: string, isSaid: boolean, instead: string][] = [
    ["template.image", template.image !== undefined, "cluster.version and cluster.extensions make the image"],
    ["template.snippetStorage", template.snippetStorage !== "local", "Talos boots without a document"],
    ["access.user", access.user !== undefined, NO_LOGIN],
    ["access.authorizedKeys", access.authorizedKeys.length > 0, NO_LOGIN],
    ["access.sshPort", access.sshPort !== 22, NO_LOGIN],
    ["access.bastion", access.bastion !== undefined, "access.apiProxy leads to both of its APIs"],
    ["os.packages", os.packages.length > 0, "cluster.extensions take their place"],
    ["os.locale", os.locale !== "en_US.UTF-8", NO_SETTING],
    ["os.keyboard", os.keyboard !== "us", NO_SETTING],
    ["os.timezone", os.timezone !== "Etc/UTC", NO_SETTING],
  ];
  return said.filter(([, isSaid]) => isSaid).map(([path, , instead]) => hasNoPlace(path, instead));
}

const NO_LOGIN = "Talos has no SSH and no users";
const NO_SETTING = "Talos has no such setting";

function hasNoPlace(path: string, instead: string): Issue {
  return {
    path,
    problem: "has no effect on Talos",
    got: "a value",
    allowed: `must be left out, as ${instead}`,
    remedy: "remove it",
  };
}

/** Every rule that applies only to Talos. */
export const rules: readonly ((config: TalosConfig) => Issue[])[] = [
  talosReleaseIsKnown,
  talosRunsThisKubernetes,
  talosNeedsNoOtherSystem,
];
