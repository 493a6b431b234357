import { previewEmpty } from "../../../rehearsal/invariants/preview-empty";
import { History } from "./history";

test("holds for a preview without changes", () => {
  const history = new History(previewEmpty);
  history.watch.unchangedPreview({ same: 61, read: 1, update: 0 });
  expect(history.breaches()).toEqual([]);
});

test("is broken by any change", () => {
  const history = new History(previewEmpty);
  history.watch.unchangedPreview({ same: 58, update: 2, replace: 1 });
  expect(history.breaches()).toEqual(["the preview after the up wants to update 2, replace 1"]);
});
