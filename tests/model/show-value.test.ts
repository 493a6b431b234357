import fc from "fast-check";
import { showValue } from "../../model/errors";

describe("a value in a message", () => {
  it.each([
    ["https://root:hunter2@10.10.10.10:8006/", "https://(not shown)@10.10.10.10:8006/"],
    ["https://root:hun/ter2@10.10.10.10:8006/", "https://(not shown)@10.10.10.10:8006/"],
    ["https://root:hun@ter2@nas/image.img", "https://(not shown)@nas/image.img"],
    ["root:hunter2@10.10.10.10:8006", "(not shown)@10.10.10.10:8006"],
    ["https://nas/image.img?X-Amz-Signature=hunter2", "https://nas/image.img?(not shown)"],
    ["BC:24:11:00:00:01", "BC:24:11:00:00:01"],
    ["admin@example.net", "admin@example.net"],
    ["https://10.10.10.10:8006/", "https://10.10.10.10:8006/"],
  ])("%s is shown as %s", (value, shown) => expect(showValue(value)).toBe(JSON.stringify(shown)));

  it("never shows a password of a URL", () => {
    const word = fc.stringMatching(/^[\w.!$&'()*+,;=:@/-]{1,20}$/).map((text) => `hunter2${text}`);
    fc.assert(
      fc.property(word, fc.constantFrom("https", "http", "socks5"), (password, scheme) => {
        expect(showValue(`${scheme}://root:${password}@10.10.10.10:8006/`)).not.toContain("hunter2");
      }),
    );
  });
});
