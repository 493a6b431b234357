import type { Answer } from "../../readers/program";
import type { Announced, EtcdLayout } from "./etcd-member";
import type { Daemon, PrivateMachine } from "./private-machine";
import { PrivateNetwork } from "./private-network";

/** How one distribution runs etcd and asks it. */
export interface EtcdCase {
  readonly distribution: "kubeadm" | "RKE2";
  /** The release of etcd that comes with it; RKE2's own build of 3.6.4 cannot be had as a module. */
  readonly etcd: string;
  readonly kubeadm?: string;
  /** Where its scripts find kubectl. */
  readonly kubectl: string;
  readonly layout: () => Promise<EtcdLayout>;
  /** Hands the first server's authorities to one that joins. */
  readonly share?: (from: PrivateMachine, to: PrivateMachine) => Promise<void>;
  readonly servers: readonly { readonly name: string; readonly address: string }[];
  /** What the first server is asked before another machine is touched. */
  readonly gate: string;
  /** How the first forgets one that has failed, where its distribution does not do that itself. */
  readonly forget?: (index: number) => string;
}

/** Answers in the API's place, which the tests of kubectl ask: ready, and with the nodes of a file. */
const KUBECTL = `#!/bin/sh
case "$*" in *--raw*) echo ok ;; *) cat /run/nodes ;; esac
`;

/** Members of one cluster, each on a machine of its own. */
export class EtcdTrial {
  readonly machines: PrivateMachine[] = [];
  readonly members: Announced[] = [];
  readonly daemons: Daemon[] = [];
  private readonly network: PrivateNetwork;
  private readonly one: EtcdCase;
  private readonly programs: Readonly<Record<string, string>>;
  private readonly layout: EtcdLayout;

  private constructor(
    network: PrivateNetwork,
    one: EtcdCase,
    programs: Readonly<Record<string, string>>,
    layout: EtcdLayout,
  ) {
    this.network = network;
    this.one = one;
    this.programs = programs;
    this.layout = layout;
  }

  static async open(one: EtcdCase, programs: Readonly<Record<string, string>>): Promise<EtcdTrial> {
    return new EtcdTrial(await PrivateNetwork.open(), one, programs, await one.layout());
  }

  /** The machine and the member that all the others are asked through. */
  get first(): { readonly machine: PrivateMachine; readonly member: Announced } {
    const [machine] = this.machines;
    const [member] = this.members;
    if (!machine || !member) throw new Error("the first member has not started");
    return { machine, member };
  }

  /** Starts the next member. */
  async start(): Promise<Announced> {
    const server = this.one.servers[this.machines.length];
    if (!server) throw new Error("there is no other server");
    const machine = await this.network.machine(server.name, { address: server.address, programs: this.programs });
    const [first] = this.machines;
    if (first) await this.one.share?.(first, machine);
    await machine.write(this.one.kubectl, KUBECTL, "0755");
    const member = await this.layout(machine, this.members);
    this.machines.push(machine);
    this.members.push(member);
    this.daemons.push(await member.start());
    return member;
  }

  /** What the gate of the first server says, with so many servers in the API. */
  async problem(servers: number): Promise<string> {
    const { machine } = this.first;
    const nodes = this.one.servers.slice(0, servers).map(({ name }) => `${name} True\n`);
    await machine.write("/run/nodes", nodes.join(""));
    // The VIP is not etcd's.
    const { stdout } = await machine.script(this.one.gate.replace(/^VIP='.*'$/m, "VIP=''"), "problem");
    return stdout.trim();
  }

  /** Whether the first member takes another one in; it refuses while one has just come. */
  async announces(member: { readonly peerURLs: readonly string[]; readonly isLearner?: boolean }): Promise<boolean> {
    return (await this.first.member.ask("add", member)).message === undefined;
  }

  /** Whether it does that with the member of a name, which one that has not started lacks, and one that just has may. */
  async accepts(what: "promote" | "remove", name: string): Promise<boolean> {
    const { members = [] } = await this.first.member.ask("list", {});
    const found = members.find((member) => (member.name ?? "") === name);
    return found !== undefined && (await this.first.member.ask(what, { ID: found.ID })).message === undefined;
  }

  /** Takes a server's member out as the script for failed servers does. */
  dropMember(index: number): Promise<Answer> {
    return this.first.machine.script(this.one.forget?.(index) ?? "", "drop_member");
  }

  async close(): Promise<void> {
    await this.network.close();
  }
}
