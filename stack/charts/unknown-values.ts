import { nearestWord } from "../../model/edit-distance";
import type { Issue } from "../../model/errors";
import { isMap, type Values } from "../../model/platform/values";
import type { Chart } from "./chart";

/** Keys at the top that no chart here reads: Helm swallows them without a word. */
export function unknownKeys(chart: Chart, own: Values, path: string): Issue[] {
  if (chart.takesAnything) return [];
  const known = new Set([...Object.keys(chart.values), ...propertiesIn(chart.schema), ...chart.parts.keys(), "global"]);
  return Object.keys(own)
    .filter((key) => !known.has(key) && !isRead(chart, key))
    .map((key) => {
      const meant = nearestWord(key, [...known]);
      return {
        path: `${path}.${key}`,
        problem: `${chart.name} ${chart.version} has no such value, and Helm swallows it`,
        got: `"${key}"`,
        allowed: "must be a key of the chart's values.yaml",
        remedy: meant ? `did you mean "${meant}"?` : "remove it, or write it as the chart does",
      };
    });
}

/**
 * Keys further below that nothing in the chart mentions, a sentence each. They may be meant: a chart can hand a map of
 * anything on as it is.
 */
export function unreadKeys(chart: Chart, own: Values, path: string): string[] {
  if (chart.takesAnything) return [];
  return Object.entries(own).flatMap(([key, value]) => {
    const part = chart.parts.get(key);
    const below = `${path}.${key}`;
    if (!isMap(value)) return [];
    return part === undefined ? unread(chart, value, chart.values[key], below) : unreadKeys(part, value, below);
  });
}

/** Below a map that the chart leaves empty anything may stand. */
function unread(chart: Chart, own: Values, defaults: unknown, path: string): string[] {
  if (!isMap(defaults) || Object.keys(defaults).length === 0) return [];
  return Object.entries(own).flatMap(([key, value]) => {
    const below = `${path}.${key}`;
    if (isMap(value) && Object.hasOwn(defaults, key)) return unread(chart, value, defaults[key], below);
    if (Object.hasOwn(defaults, key) || isRead(chart, key)) return [];
    return [
      `${below}: nothing in ${chart.name} ${chart.version} mentions "${key}"; unless it is a name of your own, Helm swallows it`,
    ];
  });
}

/** Names with other characters in them are names of one's own: labels, files, hosts. */
const isRead = (chart: Chart, key: string): boolean => !/^[A-Za-z][\w-]*$/.test(key) || chart.mentions(key);

const propertiesIn = (schema: Values | undefined): readonly string[] =>
  isMap(schema?.["properties"]) ? Object.keys(schema["properties"]) : [];
