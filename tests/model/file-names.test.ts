import fc from "fast-check";
import {
  bearsTag,
  fileTag,
  firstBootFileName,
  imageFileName,
  isFirstBootFileOf,
  isImageFileOf,
} from "../../model/file-names";

const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}[a-z0-9]$/);
const owner = fc.record({ name, vmId: fc.integer({ min: 100, max: 999_999 }) });
const life = fc.record({ generation: fc.nat(9), address: fc.ipV4(), prefixLength: fc.integer({ min: 8, max: 30 }) });

describe("names of files on the hosts", () => {
  it("contain a part that is unique to the state, and are recognized by it", () => {
    const [mine, theirs] = ["ssh-ed25519 AAAAone", "ssh-ed25519 AAAAtwo"].map(fileTag);
    if (mine === undefined || theirs === undefined) throw new Error("a tag is missing");
    expect(mine).toMatch(/^[0-9a-f]{12}$/);
    expect(fileTag("ssh-ed25519 AAAAone\n")).toBe(mine);
    fc.assert(
      fc.property(name, owner, life, (cluster, machine, lived) => {
        const names = [
          firstBootFileName(cluster, { ...machine, ...lived }, mine),
          imageFileName(cluster, "noble.qcow2", mine),
        ];
        expect(names.map((file) => [bearsTag(file, mine), bearsTag(file, theirs)])).toEqual([
          [true, false],
          [true, false],
        ]);
      }),
    );
  });

  it("belong to one machine, whatever others are called", () => {
    fc.assert(
      fc.property(name, owner, owner, life, (cluster, machine, other, lived) => {
        const file = firstBootFileName(cluster, { ...machine, ...lived }, "0123456789ab");
        expect(isFirstBootFileOf(cluster, machine, file)).toBe(true);
        const isSame = machine.name === other.name && machine.vmId === other.vmId;
        expect(isFirstBootFileOf(cluster, other, file)).toBe(isSame);
      }),
    );
  });

  it("are recognized without that part too, as an earlier version wrote them", () => {
    expect(isFirstBootFileOf("k8s", { name: "box", vmId: 300 }, "homelab.k8s.300.box.vendor.yaml")).toBe(true);
    expect(isImageFileOf("k8s", "noble.qcow2", "homelab.k8s.noble.qcow2")).toBe(true);
    expect(isImageFileOf("k8s", "noble.qcow2", "homelab.k8s-2.noble.qcow2")).toBe(false);
  });
});
