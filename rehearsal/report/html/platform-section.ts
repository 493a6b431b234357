import { formatMiB } from "../../../model/sizes";
import type { NamespaceState, NodeState, PlatformState, PodState } from "../../platform/platform-state";
import type { Report } from "../report";
import { escape } from "./escape";
import { htmlTable } from "./html-table";

const WIDTH = 1200;
const GUTTER = 190;
const BAR = 30;
const GAP = 16;
/** Room at the right for a node's figures. */
const FIGURES = 190;

/** What ran at the end of the last `up`: where, of which tier, and what was left. */
export function platformSection({ platform }: Report): string {
  if (platform === undefined) return "";
  const note =
    `What pods ask for, as the last <code>up</code> left it, by the memory of each node; judged by a real Kubernetes ` +
    `${escape(platform.apiVersion)}, whatever release the stack names.`;
  return `<section id="platform">
<h2>What runs where</h2>
<p class="note">${note}</p>
<div class="card">${nodesSvg(platform)}</div>
${legend(platform)}
<div class="columns">
${releases(platform)}
${quotas(platform)}
</div>
</section>`;
}

/** Of pods in namespaces of no tier, which are the cluster's own. */
const OWN = "the cluster's own";

interface Share {
  readonly tier: string;
  readonly pods: readonly PodState[];
}

function nodesSvg({ nodes, pods, namespaces }: PlatformState): string {
  const tiers = tiersOf(namespaces);
  const largest = Math.max(1, ...nodes.map(({ memoryMiB }) => memoryMiB));
  const scale = (memoryMiB: number): number => round((memoryMiB / largest) * (WIDTH - GUTTER - FIGURES));
  const height = nodes.length * (BAR + GAP) + GAP;
  const rows = nodes.map((node, index) => {
    const here = pods.filter((pod) => pod.node === node.name && takesRoom(pod));
    return nodeRow(node, sharesOf(here, namespaces, tiers), GAP + index * (BAR + GAP), { scale, tiers });
  });
  return [
    `<svg class="platform" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="Pods on nodes by tier">`,
    ...rows,
    "</svg>",
  ].join("\n");
}

/** What pods ask for is often less than a tenth of a GiB. */
const sizeOf = (mebibytes: number): string =>
  mebibytes < 1024 ? `${Math.round(mebibytes)} MiB` : formatMiB(mebibytes);

const takesRoom = ({ phase }: PodState): boolean => phase === "Running" || phase === "Pending";
const round = (pixels: number): number => Math.round(pixels * 10) / 10;
const total = (pods: readonly PodState[], what: "memoryMiB" | "cpuMillis"): number =>
  pods.reduce((sum, pod) => sum + pod[what], 0);

/** The most important first, and the cluster's own before them all. */
function tiersOf(namespaces: readonly NamespaceState[]): readonly string[] {
  return [OWN, ...new Set(namespaces.flatMap(({ tier }) => tier ?? []))].sort((a, b) =>
    a === OWN ? -1 : b === OWN ? 1 : a < b ? -1 : 1,
  );
}

function sharesOf(
  pods: readonly PodState[],
  namespaces: readonly NamespaceState[],
  tiers: readonly string[],
): readonly Share[] {
  const tierOf = new Map(namespaces.map(({ name, tier }) => [name, tier ?? OWN]));
  return tiers.map((tier) => ({ tier, pods: pods.filter(({ namespace }) => tierOf.get(namespace) === tier) }));
}

interface Drawing {
  readonly scale: (memoryMiB: number) => number;
  readonly tiers: readonly string[];
}

function nodeRow(node: NodeState, shares: readonly Share[], y: number, { scale, tiers }: Drawing): string {
  let x = GUTTER;
  const bars = shares.flatMap(({ tier, pods }) =>
    pods
      .filter(({ memoryMiB }) => memoryMiB > 0)
      .map((pod) => {
        const wide = scale(pod.memoryMiB);
        const title = `${pod.namespace}/${pod.name}: ${sizeOf(pod.memoryMiB)}, ${pod.cpuMillis}m CPU, ${tier}`;
        const bar = `<rect class="tier-${tiers.indexOf(tier)}" x="${round(x)}" y="${y}" width="${Math.max(1, wide - 1)}" height="${BAR}"><title>${escape(title)}</title></rect>`;
        x += wide;
        return bar;
      }),
  );
  const all = shares.flatMap(({ pods }) => pods);
  const end = GUTTER + scale(node.memoryMiB);
  const figures = `${sizeOf(total(all, "memoryMiB"))} of ${sizeOf(node.memoryMiB)}`;
  const cpu = `${total(all, "cpuMillis") / 1000} of ${node.cpuMillis / 1000} CPU, ${all.length} pods`;
  const name = `${node.name}${node.ready ? "" : " (not ready)"}`;
  return [
    `<text class="machine" x="${GUTTER - 12}" y="${y + BAR / 2 + 4}">${escape(name)}</text>`,
    `<rect class="free" x="${GUTTER}" y="${y}" width="${round(end - GUTTER)}" height="${BAR}"/>`,
    ...bars,
    `<text x="${round(end) + 10}" y="${y + 13}">${escape(figures)}</text>`,
    `<text class="soft" x="${round(end) + 10}" y="${y + 27}">${escape(cpu)}</text>`,
  ].join("\n");
}

function legend({ namespaces, pods }: PlatformState): string {
  const tiers = tiersOf(namespaces);
  const shares = sharesOf(pods.filter(takesRoom), namespaces, tiers);
  const items = shares
    .filter(({ pods: of }) => of.length > 0)
    .map(({ tier, pods: of }) => {
      const asked = `${of.length} pods, ${sizeOf(total(of, "memoryMiB"))}`;
      return `<span><i class="tier-${tiers.indexOf(tier)}"></i>${escape(tier)}: ${asked}</span>`;
    });
  return `<p class="legend">${items.join("")}<span><i class="free"></i>free</span></p>`;
}

function releases({ releases: all }: PlatformState): string {
  if (all.length === 0) return "";
  const rows = all.map(({ name, chart, version, namespace, status }) => [
    name,
    `${chart} ${version}`,
    namespace,
    status,
  ]);
  const columns = ["release", "chart", "namespace", "status"].map((title) => ({ title }));
  const note =
    "Of stand-ins for their charts: objects and sizes are those of the real ones, as far as they are known here.";
  return `<section><h3>Releases</h3><p class="note">${note}</p>${htmlTable(columns, rows)}</section>`;
}

function quotas({ namespaces }: PlatformState): string {
  const limited = namespaces.flatMap(({ name, tier = "", quota }) => (quota ? [{ name, tier, quota }] : []));
  if (limited.length === 0) return "";
  const rows = limited.map(({ name, tier, quota: { memoryMiB, cpuMillis } }) => [
    name,
    tier,
    `${sizeOf(memoryMiB[0])} of ${sizeOf(memoryMiB[1])}`,
    `${cpuMillis[0] / 1000} of ${cpuMillis[1] / 1000}`,
  ]);
  const columns = [
    { title: "namespace" },
    { title: "tier" },
    { title: "memory asked for", isNumber: true },
    { title: "CPU", isNumber: true },
  ];
  return `<section><h3>Quotas</h3>${htmlTable(columns, rows)}</section>`;
}
