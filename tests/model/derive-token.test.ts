import { deriveToken } from "../../model/derive-token";

describe("derived tokens", () => {
  it("are the same at every run", () => expect(deriveToken("key", "a")).toBe(deriveToken("key", "a")));
  it("differ by purpose", () => expect(deriveToken("key", "a")).not.toBe(deriveToken("key", "b")));
  it("hold 256 bits and nothing of the key", () => expect(deriveToken("key", "a")).toMatch(/^[0-9a-f]{64}$/));
});
