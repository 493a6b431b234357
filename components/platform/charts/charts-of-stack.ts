import * as pulumi from "@pulumi/pulumi";
import { ChartCache } from "../../../stack/charts/chart-cache";
import { valueFindings } from "../../../stack/charts/value-issues";
import { type LoadedConfig, refusal } from "../../load-config";
import { chartFolder, type ReadyCharts, readyCharts } from "./ready-charts";

/**
 * The charts of a stack's add-ons, each fetched at most once.
 * @throws pulumi.RunError with every value that a chart would refuse or swallow, before anything is made.
 */
export async function chartsOfStack({ config, plan }: Pick<LoadedConfig, "config" | "plan">): Promise<ReadyCharts> {
  const { env } = process;
  const places = { cache: ChartCache.of(), folder: chartFolder(env), env };
  const charts = await readyCharts(plan.platform?.addOns ?? [], places);
  const { issues, warnings } = valueFindings({ config, plan }, ({ name }) => {
    const chart = charts.get(name);
    return chart && "found" in chart ? chart.found : undefined;
  });
  if (issues.length > 0) throw refusal(issues);
  for (const warning of warnings) await pulumi.log.warn(warning);
  return charts;
}
