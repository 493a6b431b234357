import { checkConfig } from "../../stack/parse";
import { patched, small } from "./stack-fixtures";

const { nodes } = small() as { nodes: Record<string, object> };
const [first = ""] = Object.keys(nodes);

/** What is said of the names when the first node is called so. */
function saidOf(name: string): string[] {
  const { [first]: entry = {}, ...others } = nodes;
  const result = checkConfig({ ...patched(small(), {}), nodes: { [name]: entry, ...others } });
  return "issues" in result ? result.issues.map(({ path, problem }) => `${path}: ${problem}`) : [];
}

describe("a node's name, which Proxmox writes without quotes", () => {
  it.each(["e0", "e1", "1e3", "0e5", "y", "n", "nan", "inf", "0o7", "2024-1-1"])(
    "may be %s, a string to PyYAML",
    (name) => {
      expect(saidOf(name)).toEqual([]);
    },
  );

  it.each(["yes", "off", "null", "0b101", "2024-01-01"])(
    "may not be %s, which PyYAML does not read as a string",
    (name) => {
      expect(saidOf(name).join()).toContain(`nodes.${name}: read as`);
    },
  );
});
