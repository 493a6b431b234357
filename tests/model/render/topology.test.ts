import fc from "fast-check";
import { renderTopologyMermaid } from "../../../stack/render/topology-mermaid";
import { renderTopologySvg } from "../../../stack/render/topology-svg";
import { type Topology, topology } from "../../../stack/topology";
import { unprintableIn } from "../../../model/unprintable";
import { asgardPlan } from "../../support/plans";

const text = fc.oneof(
  fc.constantFrom(
    '"',
    "<b>",
    "&amp;",
    "]]>",
    "--> x",
    "`",
    "\u202e",
    "\u200b",
    "a\nb",
    "\u001b[31m",
    "%%{",
    "#quot;",
    "end",
  ),
  fc.string({ unit: "binary", maxLength: 20 }),
);

/** The picture's data with every text replaced, shape and numbers kept. */
function renamed<T>(value: T, next: () => string): T {
  if (typeof value === "string") return next() as T;
  if (Array.isArray(value)) return value.map((item: unknown) => renamed(item, next)) as T;
  if (typeof value !== "object" || value === null) return value;
  const keep = new Set(["role", "distribution"]);
  return Object.fromEntries(
    Object.entries(value).map(([key, item]: [string, unknown]) => [key, keep.has(key) ? item : renamed(item, next)]),
  ) as T;
}

const drawn: Topology = topology(asgardPlan());
const arbitraryTopology = fc.infiniteStream(text).map((texts) => renamed(drawn, () => String(texts.next().value)));

/** What is wrong with a piece of XML, as far as this program writes any. */
function xmlProblem(xml: string): string | undefined {
  const open: string[] = [];
  const rest = xml.replace(/<(\/?)([A-Za-z]+)((?: [\w:-]+="[^"<]*")*)(\/?)>/g, (_, close, name: string, __, empty) => {
    if (close === "/" && open.pop() !== name) open.push(`misplaced ${name}`);
    if (close === "" && empty === "") open.push(name);
    return "";
  });
  if (open.length > 0) return `open: ${open.join(", ")}`;
  const strange = /[<>]|&(?!#\d+;)/.exec(rest.replace(/\{[^}]*\}/g, ""));
  return strange ? `raw ${strange[0]}` : unprintableIn(xml.replaceAll("\n", ""));
}

describe("the picture of a stack", () => {
  it("is well-formed SVG, whatever the names", () => {
    expect(xmlProblem(renderTopologySvg(drawn))).toBeUndefined();
    fc.assert(
      fc.property(arbitraryTopology, (names) => expect(xmlProblem(renderTopologySvg(names))).toBeUndefined()),
      { numRuns: 60 },
    );
  });

  it("is Mermaid with the same number of lines and quotes, whatever the names", () => {
    const shape = (mermaid: string) => mermaid.split("\n").map((line) => line.split('"').length - 1);
    const expected = shape(renderTopologyMermaid(drawn));
    fc.assert(
      fc.property(arbitraryTopology, (names) => {
        const mermaid = renderTopologyMermaid({
          ...names,
          segments: names.segments.map((s, i) => ({ ...s, hosts: drawn.segments[i]?.hosts ?? [] })),
          hosts: names.hosts.map((h, i) => ({ ...h, name: drawn.hosts[i]?.name ?? "" })),
        });
        expect(shape(mermaid)).toEqual(expected);
        expect(unprintableIn(mermaid.replaceAll("\n", ""))).toBeUndefined();
      }),
      { numRuns: 60 },
    );
  });
});
