import { nearestWord } from "../edit-distance";
import type { Issue } from "../errors";

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
        remedy: `say which ${what} it is, as there are several`,
      },
    ];
  const meant = nearestWord(name, known);
  return [
    {
      path,
      problem: `unknown ${what}`,
      got: `"${name}"`,
      allowed,
      remedy: meant ? `did you mean "${meant}"?` : "use or add one of them",
    },
  ];
}

function nothingKnown(path: string, what: string, name: string): Issue {
  const got = name === "" ? "nothing" : `"${name}"`;
  return {
    path,
    problem: `unknown ${what}`,
    got,
    allowed: "must be one that is written down, and there is none",
    remedy: "add it first",
  };
}
