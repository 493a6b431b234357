import type { Config } from "../../model/config";
import type { Issue } from "../../model/errors";
import { minorOf } from "../../model/kubernetes-releases";
import { kubernetesMinorsOf, knownTalosMinors } from "./releases";
import type { Rule } from "../../model/rules/rule";

type Talos = Extract<Config["cluster"], { distribution: "talos" }>;

const talosReleaseIsKnown: Rule = forTalos(({ version }) => {
  if (kubernetesMinorsOf(version)) return [];
  const allowed = `allowed are releases of ${knownTalosMinors.join(", ")}`;
  const remedy = "choose one; machine configurations are rendered for its contract";
  return [
    { path: "cluster.version", problem: "release of Talos not known here", got: `"${version}"`, allowed, remedy },
  ];
});

const talosRunsThisKubernetes: Rule = forTalos(({ version, kubernetesVersion }) => {
  const minors = kubernetesMinorsOf(version);
  const minor = minorOf(kubernetesVersion);
  if (!minors || (minor >= minors[0] && minor <= minors[1])) return [];
  return [
    {
      path: "cluster.kubernetesVersion",
      problem: `not supported by Talos ${version}`,
      got: `"${kubernetesVersion}"`,
      allowed: `allowed is v1.${minors[0]} to v1.${minors[1]}`,
      remedy: "choose a release of these, or another Talos",
    },
  ];
});

/** The image holds the system, its extensions and nothing to log in with: what others take from these keys has no place. */
const talosNeedsNoOtherSystem: Rule = forTalos((_, { template, access, os }) => {
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
});

const NO_LOGIN = "Talos has no SSH and no users";
const NO_SETTING = "Talos has no such setting";

/** Whatever boots with cloud-init is made from a published image and logged in to by somebody. */
const otherSystemsHaveImageAndUser: Rule = ({ cluster, template, access }) => {
  if (cluster.distribution === "talos") return [];
  const image = "allowed is a map with url, sha256, diskGiB; see docs/configuration.md";
  return [
    ...(template.image === undefined ? [missing("template.image", image)] : []),
    ...(access.user === undefined
      ? [missing("access.user", "allowed is a Linux user name; write it in lower case")]
      : []),
  ];
};

function forTalos(check: (cluster: Talos, config: Config) => Issue[]): Rule {
  return (config) => (config.cluster.distribution === "talos" ? check(config.cluster, config) : []);
}

function hasNoPlace(path: string, instead: string): Issue {
  return {
    path,
    problem: "without effect on Talos",
    got: "a value",
    allowed: `allowed is to leave it out, as ${instead}`,
    remedy: "remove it",
  };
}

function missing(path: string, hint: string): Issue {
  const [allowed = "", remedy = ""] = hint.split("; ");
  return { path, problem: "missing key", got: "nothing", allowed, remedy };
}

export const talosRules: readonly Rule[] = [
  otherSystemsHaveImageAndUser,
  talosReleaseIsKnown,
  talosRunsThisKubernetes,
  talosNeedsNoOtherSystem,
];
