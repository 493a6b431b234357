import { randomBytes } from "node:crypto";

/** A member of a cluster's etcd. A stopped machine keeps its membership. */
export interface Member {
  readonly id: string;
  /** `<node>-<random>`: a rebuilt machine of the same node has another one. */
  readonly name: string;
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

  /** The first member founds; it votes at once. */
  found(node: string, address: string): Member {
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

  remove(node: string): Member | undefined {
    const index = this.list.findIndex((member) => member.node === node);
    return index === -1 ? undefined : this.list.splice(index, 1)[0];
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
