import { deriveToken } from "../../model/derive-token";

describe("derived tokens", () => {
  it("are the same at every run", () => expect(deriveToken("key", "a")).toBe(deriveToken("key", "a")));
  it("differ for each purpose", () => expect(deriveToken("key", "a")).not.toBe(deriveToken("key", "b")));
  it("have 256 bits and reveal nothing of the key", () => expect(deriveToken("key", "a")).toMatch(/^[0-9a-f]{64}$/));
});
