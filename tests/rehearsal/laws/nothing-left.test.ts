import { nothingLeft } from "../../../rehearsal/laws/nothing-left";
import { History } from "./history";

test("holds for an empty host, and names everything else", () => {
  const clean = new History(nothingLeft);
  clean.watch.leftovers([]);
  expect(clean.breaches()).toEqual([]);

  const littered = new History(nothingLeft);
  littered.watch.leftovers(["VM 1011 valaskjalf-worker-1", "snippet local:snippets/valaskjalf-worker-1-vendor.yaml"]);
  expect(littered.breaches()).toEqual([
    "the destroy left VM 1011 valaskjalf-worker-1",
    "the destroy left snippet local:snippets/valaskjalf-worker-1-vendor.yaml",
  ]);
});
