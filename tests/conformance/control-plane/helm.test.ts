import { saysAway } from "../../../components/platform/says-away";
import { Helm, nameOf } from "./helm/helm";
import { type CiliumRelease, k3sCilium, leavesOf, rke2Cilium, talosCilium } from "./helm/releases";
import { controlPlaneTools } from "./support/control-plane";
import { onPrivateMachines } from "./support/on-private-machines";

jest.setTimeout(300_000);

/*
 * The real Helm, Cilium's own charts and a real API server. Proves the values of rke2-cilium-config.yaml, of k3s' HelmChart and of Talos'
 * cilium-install: that their schema takes them, that each reaches something, that the API server takes what comes of them,
 * and what a second try does.
 */
describe("Cilium's chart, with our values", () => {
  let helm: Helm;
  const { it } = onPrivateMachines(
    {
      what: "Cilium's charts by Helm 3.18.6",
      tools: [...controlPlaneTools, "helm", "custom-resources"],
      texts: [rke2Cilium, k3sCilium, talosCilium].map((release) => JSON.stringify(release)),
    },
    async (built) => {
      helm = await Helm.open(built);
    },
    () => helm.close(),
  );

  const isRefused = async (verb: "install" | "upgrade", release: CiliumRelease, why: string): Promise<void> => {
    const { status, stderr } = await helm.release(verb, release);
    expect([status, stderr]).toEqual([1, expect.stringContaining(why)]);
  };
  const isInstalled = async (release: CiliumRelease): Promise<void> =>
    expect(await helm.release("install", release)).toMatchObject({ status: 0, stderr: "" });
  const setting = async (release: CiliumRelease, key: string): Promise<string | undefined> => {
    const objects = await helm.objects(release);
    return objects.find((one) => nameOf(one) === "ConfigMap cilium-config")?.data?.[key];
  };

  it("uses every one of them", async () => {
    for (const release of [rke2Cilium, k3sCilium, talosCilium]) {
      const usual = await helm.rendered(release);
      const idle: string[] = [];
      for (const { path, otherwise } of leavesOf(release))
        if ((await helm.rendered(release, otherwise)) === usual) idle.push(path);
      expect([release.distribution, idle]).toEqual([release.distribution, []]);
    }
  });

  it("is refused by its own schema with a value of the wrong type", async () => {
    for (const release of [rke2Cilium, k3sCilium, talosCilium]) {
      const ours = release.ours.replace(/k8sServicePort: \d+/, "k8sServicePort: []");
      await isRefused("install", { ...release, values: [ours] }, "/k8sServicePort");
    }
  });

  it("can be installed as RKE2 does", async () => {
    await isInstalled(rke2Cilium);
    expect(await setting(rke2Cilium, "kube-proxy-replacement")).toBe("true");
    expect(await setting(rke2Cilium, "ipam")).toBe("kubernetes");
    expect(await setting(rke2Cilium, "enable-l2-announcements")).toBe("true");
  });

  it("stores its Secrets in etcd encrypted with the key given to Talos", async () => {
    const stored = await helm.plane.stored("secrets/kube-system/sh.helm.release.v1.rke2-cilium.v1");
    expect(stored.slice(0, 26)).toBe("k8s:enc:secretbox:v1:key2:");
    expect(await helm.plane.stored("configmaps/kube-system/cilium-config")).toContain("kube-proxy-replacement");
  });

  it("changes nothing when RKE2 installs it again, not even certificates", async () => {
    const release = rke2Cilium;
    const before = await helm.objects(release);
    expect(await helm.release("upgrade", release)).toMatchObject({ status: 0, stderr: "" });
    const after = await helm.objects(release);
    const changed = after.filter((one, index) => JSON.stringify(one) !== JSON.stringify(before[index]));
    expect(changed.map(nameOf)).toEqual([]);
    expect(await helm.uninstall(release)).toMatchObject({ status: 0 });
  });

  it("can be installed as k3s does", async () => {
    await isInstalled(k3sCilium);
    expect(await setting(k3sCilium, "kube-proxy-replacement")).toBe("true");
    expect(await setting(k3sCilium, "ipam")).toBe("kubernetes");
    expect(await helm.uninstall(k3sCilium)).toMatchObject({ status: 0 });
  });

  it("waits on Talos for the Gateway API, and can be retried after that", async () => {
    await isRefused("install", talosCilium, 'no matches for kind "GatewayClass"');
    await helm.plane.kubectl(`kubectl apply --server-side -f ${helm.file("gateway-api.yaml")}`);
    await isInstalled(talosCilium);
    expect(await setting(talosCilium, "enable-gateway-api")).toBe("true");
    expect(await helm.uninstall(talosCilium)).toMatchObject({ status: 0 });
  });

  it("reports a lost API server with the message that the program matches", async () => {
    const { status, stderr } = await helm.run("helm list --kube-apiserver https://127.0.0.1:1");
    expect([status, stderr, saysAway(stderr)]).toEqual([1, expect.stringContaining("connection refused"), true]);
  });

  it("stays half installed when the API server fails midway, and can then be upgraded", async () => {
    await helm.plane.kubectl("kubectl create quota none -n kube-system --hard=count/services=0");
    await isRefused("install", talosCilium, "exceeded quota");
    await helm.plane.kubectl("kubectl delete quota none -n kube-system");
    await isRefused("install", talosCilium, "cannot re-use a name that is still in use");
    expect(await helm.release("upgrade", talosCilium)).toMatchObject({ status: 0 });
  });
});
