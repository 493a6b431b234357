import { installCommand, missingPackages } from "../../scripts/conformance/debian-packages";

describe("the packages of the judges", () => {
  it("are all installed, or these tests could not run", () => expect(missingPackages()).toEqual([]));

  it("are named if their programs are missing, with the command that installs them", () => {
    const missing = missingPackages("");
    expect(missing).toContain("qemu-system-x86");
    expect(installCommand(missing).join(" ")).toMatch(/^apt-get install .*\bcloud-init\b.*\bxorriso\b/);
  });
});
