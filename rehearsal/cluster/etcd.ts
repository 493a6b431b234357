import { randomBytes } from "node:crypto";

/** A member of a cluster's etcd. A stopped machine keeps its membership. */
export interface Member {
  readonly id: string;
  /** RKE2's is `<node>-<random>`, others take the node's; empty until a member that was only announced has started. */
  name: string;
  readonly node: string;
  readonly address: string;
  voting: boolean;
  up: boolean;
}

/** Errors of etcd that servers meet when they join, in its words. */
export class EtcdError extends Error {}

/** Membership and quorum of one etcd cluster. */
export class Etcd {
  private readonly list: Member[] = [];

  get members(): readonly Member[] {
    return this.list;
  }

  get voters(): readonly Member[] {
    return this.list.filter((member) => member.voting);
  }

  /** More than half of the voting members have to be up. */
  hasQuorum(): boolean {
    const up = this.voters.filter((member) => member.up).length;
    return up >= Math.floor(this.voters.length / 2) + 1;
  }

  count(): { readonly voting: number; readonly learners: number; readonly up: number } {
    const { voters } = this;
    return {
      voting: voters.length,
      learners: this.list.length - voters.length,
      up: voters.filter(({ up }) => up).length,
    };
  }

  /** The first member initializes; it votes at once. */
  init(node: string, address: string): Member {
    return this.enter(node, address, true);
  }

  /** etcd admits one learner at a time (raft learner design; k3s pkg/etcd checks names before). */
  addLearner(node: string, address: string): Member {
    if (this.list.some((member) => member.node === node))
      throw new EtcdError("duplicate node name found, please use a unique name for this node");
    if (this.list.some((member) => !member.voting))
      throw new EtcdError("etcdserver: too many learner members in cluster");
    if (!this.hasQuorum()) throw new EtcdError("etcdserver: request timed out");
    return this.enter(node, address, false);
  }

  /**
   * Announces a member before it runs, as `etcdctl member add --learner` does; who has the address already is that member
   * (etcd server/etcdserver, mayAddMember).
   */
  announce(node: string, address: string): Member {
    const known = this.at(address);
    if (known) return known;
    if (this.list.some((member) => !member.voting))
      throw new EtcdError("etcdserver: too many learner members in cluster");
    if (!this.hasQuorum()) throw new EtcdError("etcdserver: request timed out");
    if (this.list.some((member) => !member.up)) throw new EtcdError("etcdserver: unhealthy cluster");
    const member = this.enter(node, address, false);
    member.name = "";
    member.up = false;
    return member;
  }

  /** A learner votes once it runs and has caught up. */
  promote(member: Member): void {
    if (!this.hasQuorum()) throw new EtcdError("etcdserver: request timed out");
    if (!member.up) throw new EtcdError("etcdserver: can only promote a learner member which is in sync with leader");
    member.voting = true;
  }

  /** Why a member may not be removed now: a running one may only leave if the others keep the quorum (mayRemoveMember). */
  refusesRemoval(member: Member): EtcdError | undefined {
    if (!this.hasQuorum()) return new EtcdError("etcdserver: request timed out");
    if (!member.voting) return undefined;
    const others = this.voters.filter((voter) => voter !== member);
    const started = others.filter(({ name }) => name !== "").length;
    if (started < Math.floor(others.length / 2) + 1)
      return new EtcdError("etcdserver: re-configuration failed due to not enough started members");
    if (!member.up) return undefined;
    const active = this.voters.filter(({ up }) => up).length;
    const needed = 1 + Math.floor((this.voters.length - 1) / 2);
    return active - 1 < needed ? new EtcdError("etcdserver: unhealthy cluster") : undefined;
  }

  remove(member: Member): boolean {
    const index = this.list.indexOf(member);
    if (index !== -1) this.list.splice(index, 1);
    return index !== -1;
  }

  at(address: string): Member | undefined {
    return this.list.find((member) => member.address === address);
  }

  find(node: string): Member | undefined {
    return this.list.find((member) => member.node === node);
  }

  private enter(node: string, address: string, voting: boolean): Member {
    const id = BigInt(`0x${randomBytes(8).toString("hex")}`).toString();
    const member = { id, name: `${node}-${randomBytes(4).toString("hex")}`, node, address, voting, up: true };
    this.list.push(member);
    return member;
  }
}
