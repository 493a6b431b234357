import { isMap, type Values } from "../../model/platform/values";
import type { Chart } from "./chart";

/**
 * The values that a chart's templates and schema see: its own with these over them, those of charts in it under their keys,
 * and `global` in all of them (helm 3.18, pkg/chartutil/coalesce.go). A null removes what the chart says.
 */
export function coalesced(chart: Chart, over: Values): Values {
  const own = overlaid(chart.values, over);
  const parts = [...chart.parts].map(([key, part]) => {
    const given = isMap(own[key]) ? own[key] : {};
    return [key, coalesced(part, withGlobal(given, own["global"]))] as const;
  });
  return { ...own, ...Object.fromEntries(parts) };
}

function withGlobal(values: Values, global: unknown): Values {
  if (!isMap(global)) return values;
  return { ...values, global: isMap(values["global"]) ? overlaid(values["global"], global) : global };
}

function overlaid(below: Values, over: Values): Values {
  const both = Object.entries(over).map(([key, value]) => {
    const before = below[key];
    return [key, isMap(before) && isMap(value) ? overlaid(before, value) : value] as const;
  });
  return Object.fromEntries(
    Object.entries({ ...below, ...Object.fromEntries(both) }).filter(([, value]) => value !== null),
  );
}
