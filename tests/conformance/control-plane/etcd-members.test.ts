import { kubeadmCases, rke2Case } from "./support/etcd-cases";
import { EtcdTrial } from "./support/etcd-trial";
import { eventually } from "./support/eventually";
import { onPrivateMachines } from "./support/on-private-machines";

jest.setTimeout(300_000);

/*
 * Proves, with real members and under real sh, curl, grep and awk: `etcd_members` of kubeadm and of what RKE2 shares with k3s
 * (address, port, path, certificates, JSON), and what gate.sh's `problem` and
 * `servers` and kubeadm's `remove_member` read in it.
 */
describe.each([...kubeadmCases(), rke2Case()])("etcd $etcd as $distribution starts it", (one) => {
  let trial: EtcdTrial;
  const { it } = onPrivateMachines(
    {
      what: `etcd ${one.etcd} as ${one.distribution} starts it, asked by its gate`,
      tools: [`etcd-${one.etcd}`, ...(one.kubeadm ? [one.kubeadm] : [])],
      texts: [one.gate, JSON.stringify(one.servers)],
    },
    async (programs) => {
      const named = { etcd: programs[`etcd-${one.etcd}`] ?? "", kubeadm: programs[one.kubeadm ?? ""] ?? "/bin/false" };
      trial = await EtcdTrial.open(one, named);
      await trial.start();
    },
    () => trial.close(),
  );
  it("passes the health gate with one member, but not with more servers than members", async () => {
    expect(await trial.problem(1)).toBe("");
    const [, second, third] = one.servers;
    expect(await trial.problem(3)).toBe(`not Ready or not a voting etcd member: ${second?.name} ${third?.name}`);
  });

  it("shows a learner to the health gate from its announcement to its promotion", async () => {
    for (const index of [1, 2]) {
      const peerURLs = [`https://${one.servers[index]?.address}:2380`];
      await eventually(() => trial.announces({ peerURLs, isLearner: true }));
      expect(await trial.problem(index)).toBe("etcd still has a learner");
      const { name } = await trial.start();
      expect(await trial.problem(index)).toBe("etcd still has a learner");
      await eventually(() => trial.accepts("promote", name));
      expect(await trial.problem(index)).toBe(`etcd has ${index + 1} members for ${index} servers`);
      expect(await trial.problem(index + 1)).toBe("");
    }
  });

  it("fails the health gate when an announced member never starts", async () => {
    await eventually(() => trial.announces({ peerURLs: ["https://192.0.2.99:2380"] }));
    expect(await trial.problem(3)).toBe("etcd has 4 members for 3 servers");
    await eventually(() => trial.accepts("remove", ""));
    expect(await trial.problem(3)).toBe("");
  });

  if (one.forget)
    it("loses the member of a failed server, and again changes nothing", async () => {
      await trial.daemons[2]?.stop();
      expect(await trial.problem(3)).toBe("");
      for (const _time of ["first", "again"])
        expect(await trial.dropMember(2)).toMatchObject({ status: 0, stderr: "" });
      expect(await trial.problem(2)).toBe("");
    });

  it("does not answer the health gate once quorum is lost", async () => {
    for (const daemon of trial.daemons.slice(1)) await daemon.stop();
    expect(await trial.problem(2)).toBe(`etcd on ${trial.first.machine.name} does not answer`);
  });

  if (one.forget)
    it("keeps its members without quorum, and the script says so", async () => {
      const { status, stderr } = await trial.dropMember(1);
      expect([status, stderr]).toEqual([
        1,
        expect.stringContaining("etcd on 127.0.0.1 does not answer, so its member"),
      ]);
    });
});
