import { nearestWord } from "../../model/edit-distance";
import type { Issue } from "../../model/errors";

/** What is said of a name that nothing has; of an empty one, that it has to be given. */
export function unknownName(path: string, what: string, name: string, known: readonly string[]): Issue[] {
  if (known.includes(name)) return [];
  if (known.length === 0) return [nothingKnown(path, what, name)];
  const allowed = `must be ${known.join(", ")}`;
  if (name === "")
    return [
      {
        path,
        problem: "missing key",
        got: "nothing",
        allowed,
        remedy: `name one, as there are several`,
      },
    ];
  const meant = nearestWord(name, known);
  return [
    {
      path,
      problem: `unknown ${what}`,
      got: `"${name}"`,
      allowed,
      remedy: meant ? `did you mean "${meant}"?` : "use one of them, or add it",
    },
  ];
}

function nothingKnown(path: string, what: string, name: string): Issue {
  const got = name === "" ? "nothing" : `"${name}"`;
  return {
    path,
    problem: `unknown ${what}`,
    got,
    allowed: "must be defined in the stack file, and none is",
    remedy: "add it first",
  };
}
