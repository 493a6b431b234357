import type { AddOnPlan } from "../../model/platform/add-on-plan";
import type { ChartFacts } from "../../model/platform/chart-facts";
import { factsOf } from "../../stack/platform/plan-add-ons";
import { OciSite } from "./oci-site";
import { RepositorySite } from "./repository-site";
import type { PackedChart, Site, SiteAnswer, SiteRequest } from "./site";
import { standInChart } from "./stand-in-chart";
import { tarball } from "./tarball";

/**
 * The chart repositories and registries of a plan, each under its real address, with stand-ins for the charts that the plan
 * installs.
 */
export class ChartSites {
  private readonly sites: readonly Site[];

  /** `isLost` is asked at every request for a package. */
  constructor(addOns: readonly AddOnPlan[], isLost: (chart: string) => boolean = () => false) {
    const charts = addOns.map(packed);
    this.sites = [...new Set(charts.map(({ repository }) => repository))].map((address) => {
      const there = charts.filter(({ repository }) => repository === address);
      return address.startsWith("oci://")
        ? new OciSite(address, there, isLost)
        : new RepositorySite(address, there, isLost);
    });
  }

  knowsHost(host: string): boolean {
    return this.sites.some((site) => site.hosts.includes(host));
  }

  /** What is at an address, e.g. `https://charts.example.net/index.yaml`. */
  answer(url: string, asked: SiteRequest = {}): SiteAnswer | undefined {
    for (const site of this.sites) {
      const found = site.answer(new URL(url), asked);
      if (found) return found;
    }
    return undefined;
  }
}

function packed(addOn: AddOnPlan): PackedChart {
  const { chart, version, repository } = addOn;
  const content = tarball(standInChart({ ...knownOf(addOn), version }));
  return { chart, version, repository: repository.replace(/\/$/, ""), content };
}

/** Of a chart that the catalogue does not have nothing is known: it runs one pod that asks for nothing. */
function knownOf(addOn: AddOnPlan): ChartFacts {
  const { name, chart, version, repository } = addOn;
  const container = { name: "main", image: `${chart}:${version}` };
  return (
    factsOf(addOn) ?? {
      chart,
      version,
      appVersion: version,
      repository,
      source: "unknown",
      releases: [],
      compatibility: "unknown",
      keys: [],
      workloads: [{ kind: "Deployment", name, replicas: 1, podSecurity: "restricted", containers: [container] }],
      crds: [],
      objects: [],
    }
  );
}
