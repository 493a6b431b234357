import { showValue, type Issue } from "../../model/errors";
import { numberOf } from "../../model/platform/quantity";
import { isMap } from "../../model/platform/values";

/** Maps of these names hold quantities, in every chart: they are handed on to containers and claims as they are. */
const HOLDERS = new Set(["requests", "limits"]);

/** What is no quantity of Kubernetes where one belongs, wherever it stands in a chart's values. */
export function wrongQuantities(value: unknown, path: string): Issue[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => wrongQuantities(item, `${path}[${index}]`));
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    HOLDERS.has(key) && isMap(child)
      ? Object.entries(child).flatMap(([name, quantity]) => wrongQuantity(quantity, `${path}.${key}.${name}`))
      : wrongQuantities(child, `${path}.${key}`),
  );
}

function wrongQuantity(quantity: unknown, path: string): Issue[] {
  const number = isMap(quantity) || Array.isArray(quantity) ? undefined : numberOf(quantity);
  if (number !== undefined && number >= 0) return [];
  return [
    {
      path,
      problem: "no quantity of Kubernetes",
      got: showValue(quantity),
      allowed: "must be a number with a unit of Kubernetes or none, e.g. 250m, 1 or 512Mi",
      remedy: "correct it",
    },
  ];
}
