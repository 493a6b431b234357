import { createHash, createPublicKey } from "node:crypto";
import { caCertHash } from "../../../distributions/kubeadm/ca-hash";
import type { KubeadmPlan } from "../../../distributions/kubeadm/plan";
import {
  joinHostsOf,
  renderControlPlaneScript,
  renderKubeadmNodeScript,
  renderWorkerScript,
} from "../../../distributions/kubeadm/script";
import { renderKubeadmHealthGateScript } from "../../../distributions/kubeadm/gate-and-drain-scripts";
import { joinInputs, serverInputs, TEST_CA } from "../../support/kubeadm-inputs";
import { threeServers, machineOf } from "./plans";

describe("kubeadm's scripts", () => {
  it("pin the CA by the hash of its key", () => {
    const key = createPublicKey(TEST_CA).export({ type: "spki", format: "der" });
    expect(caCertHash(TEST_CA)).toBe(`sha256:${createHash("sha256").update(key).digest("hex")}`);
  });

  it("ask only control planes that existed before", () => {
    const planned = threeServers();
    const joinHosts = (name: string) => joinHostsOf(planned, machineOf(planned, name)).map((joinHost) => joinHost.name);
    expect(joinHosts("cp-1")).toEqual(["cp-2"]);
    expect(joinHosts("cp-2")).toEqual(["cp-1"]);
    expect(joinHosts("cp-3")).toEqual(["cp-1", "cp-2"]);
    expect(joinHosts("worker-1")).toEqual(["cp-1"]);
  });

  it("stay the same on existing machines when control planes are added", () => {
    const more = {
      "cp-4": { role: "control-plane", vmId: 104, address: "10.30.20.14" },
      "cp-5": { role: "control-plane", vmId: 105, address: "10.30.20.15" },
    };
    const texts = (planned: KubeadmPlan) =>
      ["cp-1", "cp-2", "cp-3"].map((name) =>
        renderControlPlaneScript(planned, machineOf(planned, name), serverInputs(planned, machineOf(planned, name))),
      );
    expect(texts(threeServers({ nodes: more }))).toEqual(texts(threeServers()));
  });

  it("give the CA's key to the first control plane only", () => {
    const planned = threeServers();
    const cp1 = machineOf(planned, "cp-1");
    const inputs = serverInputs(planned, cp1);
    expect(renderControlPlaneScript(planned, cp1, { ...inputs, caKey: "THE KEY" })).toContain("THE KEY");
    const others = [
      renderControlPlaneScript(planned, cp1, inputs),
      renderWorkerScript(planned, machineOf(planned, "worker-1"), joinInputs(planned, machineOf(planned, "worker-1"))),
      renderKubeadmHealthGateScript(planned, cp1, cp1),
      renderKubeadmNodeScript(cp1, machineOf(planned, "worker-1")),
    ];
    for (const text of others) expect(text).not.toMatch(/CA_KEY='[^']/);
  });

  it("verify every machine that issues join tokens by its host key", () => {
    const planned = threeServers();
    const node = machineOf(planned, "cp-3");
    const text = renderControlPlaneScript(planned, node, serverInputs(planned, node));
    expect(text).toContain("[10.30.20.11]:2222 ssh-ed25519 key of cp-1\n[10.30.20.12]:2222 ssh-ed25519 key of cp-2\n");
  });
});
