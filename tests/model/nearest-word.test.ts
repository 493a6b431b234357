import { nearestWord } from "../../model/edit-distance";

describe("the known word meant by a misspelled one", () => {
  it.each([
    ["bridg", ["bridge", "subnet"], "bridge"],
    ["VMID", ["vmId", "name"], "vmId"],
    ["domain", ["clusterDomain", "name", "vip"], "clusterDomain"],
    ["loadBalancer", ["loadBalancerPool", "vip"], "loadBalancerPool"],
  ])("%s among %j is %s", (word, known, meant) => {
    expect(nearestWord(word, known)).toBe(meant);
  });

  it.each([
    ["version", ["ciliumVersion", "gatewayApiVersion"]],
    ["dns", ["dnsServiceIp"]],
    ["sysctl", ["locale", "keyboard"]],
  ])("%s among %j is none, rather than a guess", (word, known) => {
    expect(nearestWord(word, known)).toBeUndefined();
  });
});
