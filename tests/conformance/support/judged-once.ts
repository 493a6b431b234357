import { readFileSync } from "node:fs";
import { type Accepted, keyOf, remember, rememberedJudgement } from "../../../scripts/conformance/memory";

/** Tests that need real programs which take long to start. */
export interface Group {
  /** As a line of the summary says it. */
  readonly what: string;
  /** All that decides them; asked before the first one. */
  readonly circumstances: () => Promise<readonly string[]>;
  readonly open: () => Promise<void>;
  /** How long `open` may take, where that is longer than a test may. */
  readonly openMs?: number;
  /** Ends what `open` started, or has begun to start. */
  readonly close: () => Promise<void>;
  /** What must have been seen, by name, before they are remembered. */
  readonly sees?: readonly string[];
}

/** Tests whose real programs start only when something changed since all of them passed. */
export interface JudgedOnce {
  readonly it: (title: string, test: () => Promise<void>) => void;
  /** What a real program says, by a name: asked now, or as it was when the tests passed. For comparisons made each time. */
  readonly see: (name: string, ask: () => Promise<string>) => Promise<string>;
}

/** Begins a group, within a file or a `describe`. */
export function judgedOnce({ what, circumstances, open, openMs, close, sees = [] }: Group): JudgedOnce {
  let before: Accepted | undefined;
  let key = "";
  const seen: Record<string, string> = {};
  const count = { tests: 0, passed: 0 };
  const isWhole = (): boolean =>
    count.tests > 0 && count.passed === count.tests && sees.every((name) => seen[name] !== undefined);

  beforeAll(async () => {
    key = keyOf(readFileSync(__filename, "utf8"), ...(await circumstances()));
    before = rememberedJudgement(key);
    if (!before) await open();
  }, openMs);
  afterAll(async () => {
    if (before) return;
    await close();
    if (isWhole()) remember(key, what, seen);
  });

  return {
    it: (title, test) => {
      count.tests += 1;
      it(title, async () => {
        if (before) return;
        await test();
        count.passed += 1;
      });
    },
    see: async (name, ask) => before?.seen?.[name] ?? (seen[name] ??= await ask()),
  };
}
