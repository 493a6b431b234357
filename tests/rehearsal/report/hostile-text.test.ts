import fc from "fast-check";
import { page } from "../../../rehearsal/report/html/page";
import { buildReport } from "../../../rehearsal/report/report";
import { terminalReport } from "../../../rehearsal/report/terminal/terminal-report";
import { formatFailure } from "../../../scripts/engine/failure";
import { goodSample } from "./sample-record";

/** Text that a machine, a program or a file may contain. */
const hostile = fc
  .array(
    fc.constantFrom(
      ...["<script>", "</svg>", "<img src=x>", '" onload="x', "' onload='x", "&", "]]>", "<!--", "-->", "`", "|", "# "],
      ...["\u001b[31m", "\u001b]0;title\u0007", "\r", "\u0000", "\u202e", "\u2028", "\u009b2J", "\ud800"],
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => `a${parts.join("b")}c`);

/** A rehearsal in which every text that comes from outside is this one. */
function report(text: string) {
  const sample = goodSample();
  const began = sample.now;
  sample.work(text, text, began, 500, text);
  sample.log.emit({ kind: "fault", fault: text, machine: text });
  sample.log.emit({ kind: "foreign", what: text, deed: "destroyed", vmId: 100 });
  sample.script(text, "join", 1);
  sample.phase(text, "up", began, {}, false);
  const record = sample.record({ stack: text, leftovers: [text], faults: [text], versions: { [text]: text } });
  const failures = [{ machine: text, step: text, message: text }];
  return buildReport({ ...record, phases: record.phases.map((phase) => (phase.ok ? phase : { ...phase, failures })) });
}

/** The page's elements and attributes, as a browser would find them in text without a bare < or ". */
const elementsOf = (html: string) => new Set([...html.matchAll(/<([a-zA-Z!/][^\s>]*)/g)].map(([, name]) => name));

test("no text from the simulation becomes markup, or escapes its attribute", () => {
  const usual = elementsOf(page(report("harmless")));
  const attribute = /\s[\w:-]+="[^"<>]*"/g;
  fc.assert(
    fc.property(hostile, (text) => {
      const html = page(report(text));
      expect([...elementsOf(html)].filter((name) => !usual.has(name))).toEqual([]);
      for (const [tag] of html.matchAll(/<[a-zA-Z][^>]*>/g))
        expect(tag.replaceAll(attribute, "")).toMatch(/^<[\w-]+( hidden| open)?\s*\/?>$/);
    }),
    { numRuns: 25 },
  );
});

test("no text from the simulation reaches a terminal with control characters", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const shown = [
        terminalReport(report(text), { columns: 120 }, { NO_COLOR: "1" }),
        formatFailure({ machine: undefined, step: "joining", message: text }),
      ].join("\n");
      expect(shown).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
    }),
    { numRuns: 25 },
  );
});
