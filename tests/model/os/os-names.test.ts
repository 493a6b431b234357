import { filesThatName } from "../../support/files-that-name";

/** Folders of an operating system and their registries, and what each distribution says of what it runs on: nothing else may know one by its name. */
const ITS_OWN = [/^os\//, /^rehearsal\/os\//, /^distributions\/[^/]+\/index\.ts$/];

/** What still does, and why. Nothing is added here; what is mended goes. */
const STILL = new Map([
  ["model/schema/os.ts", "a description for people"],
  ["rehearsal/guests/cloud-init/schema.ts", "names of cloud-init's own keys"],
  ["rehearsal/guests/programs/apt/apt-mark.ts", "apt's own words"],
  ["scripts/conformance.ts", "packages of the computer where it runs"],
  ["scripts/conformance/debian-packages.ts", "packages of the computer where it runs"],
  ["scripts/conformance/image.ts", "the images of the first boots"],
]);

/** Of Talos, which is a distribution too, distribution-names.test.ts looks after. */
const NAMES = /ubuntu|debian|noble|bookworm|trixie/i;

test("no code outside its folder and the registry names an operating system", () => {
  const folders = ["components", "distributions", "model", "rehearsal", "scripts", "stack", "steps"];
  expect(filesThatName({ names: NAMES, folders, except: ITS_OWN })).toEqual([...STILL.keys()].sort());
});
