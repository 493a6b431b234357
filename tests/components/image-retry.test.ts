import { meetsExistingFile } from "../../components/image-retry";

describe("the retry of an image", () => {
  it("tries again after a file that stood in the way", () => {
    const text = "exit code: refusing to override existing file '/var/lib/vz/import/talos-v1.13.9-ce4c980550dd.qcow2'";
    expect(meetsExistingFile(text)).toBe(true);
  });

  it.each(["download failed: exit code 8", "exit code: checksum mismatch: got 'a' != expect 'b', aborting"])(
    "does not try again after %s",
    (text) => expect(meetsExistingFile(text)).toBe(false),
  );
});
