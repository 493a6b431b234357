import { NOTHING_IN_STATE } from "../../model/in-state";
import type { LastRun } from "../../stack/last-run";
import { recordStack } from "../support/record-stack";
import { sectionsWith } from "../support/sample-edits";

const importIn = async (lastRun?: LastRun) =>
  (await recordStack("r730", sectionsWith("r730"), lastRun)).recording.named("k8s-home-assistant-vm").options.importId;

test("an adopted VM is imported once: with the host it was migrated to it would be replaced", async () => {
  expect(await importIn()).toBe("pve/103");
  const inState = { ...NOTHING_IN_STATE, guests: [103] };
  expect(await importIn({ nodes: {}, inState })).toBe("");
  expect(await importIn({ nodes: {}, vms: { "home-assistant": 103 } })).toBe("");
  // Somebody took it out of the state again.
  expect(await importIn({ nodes: {}, vms: { "home-assistant": 103 }, inState: NOTHING_IN_STATE })).toBe("pve/103");
});
