import { proxyFor } from "../../model/proxy-for";

const host = new URL("https://10.10.10.2:8006/");
const HTTPS_PROXY = "http://proxy.lan:3128";

const through = (variables: Record<string, string>, url = host) => proxyFor(url, variables)?.href;

test("there is no proxy if none is set", () => expect(through({})).toBeUndefined());

test.each([
  [{ HTTPS_PROXY }, "http://proxy.lan:3128/"],
  [{ https_proxy: "proxy.lan:3128" }, "http://proxy.lan:3128/"],
  [{ HTTPS_PROXY, NO_PROXY: "example.com,10.20.0.0/16,10.10.10.2:443,10.10.1" }, "http://proxy.lan:3128/"],
])("goes through the proxy of %j", (variables, proxy) => expect(through(variables)).toBe(proxy));

test.each(["*", "10.10.10.2", "10.10.10.2:8006", "10.10.0.0/16", "example.com, 10.10.10.2"])(
  "NO_PROXY=%s excludes the host",
  (NO_PROXY) => expect(through({ HTTPS_PROXY, NO_PROXY })).toBeUndefined(),
);

test("NO_PROXY excludes a domain with its subdomains", () => {
  const url = new URL("https://pve.home.lan:8006/");
  for (const NO_PROXY of ["home.lan", ".home.lan", "*.home.lan"]) {
    expect(through({ HTTPS_PROXY, NO_PROXY }, url)).toBeUndefined();
  }
  expect(through({ HTTPS_PROXY, NO_PROXY: "ome.lan" }, url)).toBeDefined();
});

test.each(["https://127.0.0.1:8006/", "https://localhost:8006/", "https://[::1]:8006/"])(
  "%s never goes through a proxy",
  (url) => expect(through({ HTTPS_PROXY }, new URL(url))).toBeUndefined(),
);

test.each(["http://me:hunter2@:::", "://", "http://", "http://a b", "proxy.lan:99999"])(
  "an invalid address is reported, and not shown: %s",
  (proxy) => {
    expect(() => through({ HTTPS_PROXY: proxy })).toThrow(
      /^HTTPS_PROXY: no address of a proxy, got a value \(not shown\), /,
    );
  },
);
