import { DISTRIBUTIONS } from "../../distributions/cluster-schema";
import { filesThatName } from "../support/files-that-name";

/** Folders of a distribution, and the registries: nothing else may know one by its name. */
const ITS_OWN = [
  /^distributions\//,
  /^rehearsal\/distributions\//,
  /^components\/parts-of-stack\.ts$/,
  // Talos is the name of a system too.
  /^os\//,
  /^rehearsal\/os\//,
];

const NAMES = new RegExp(DISTRIBUTIONS.join("|"), "i");

test("no code outside its folder and the registries names a distribution", () => {
  const folders = ["components", "model", "os", "rehearsal", "scripts", "stack", "steps"];
  expect(filesThatName({ names: NAMES, folders, except: ITS_OWN })).toEqual([]);
});
