import type { EtcdMember, EtcdStatus } from "../../cluster/methods/etcd";
import { connectTalosctl, failIfMultiple } from "../client";
import { CommandError, type Command } from "../command";
import { talosctlTable } from "../table";

/** Ids are printed in hexadecimal. */
const hexadecimal = (id: string): string => BigInt(id).toString(16).padStart(16, "0");

const members: Command = {
  path: "etcd members",
  run: async (run) => {
    const client = await connectTalosctl(run);
    const answers = await client.all("MachineService/EtcdMemberList", {}, "error getting members: ");
    const named = answers.some(({ node }) => node !== undefined);
    const head = ["ID", "HOSTNAME", "PEER URLS", "CLIENT URLS", "LEARNER"];
    const rows = answers.flatMap(({ node = "", value }) =>
      (value as readonly EtcdMember[]).map((member) => [
        ...(named ? [node] : []),
        hexadecimal(member.id),
        member.hostname,
        member.peerUrls.join(","),
        member.clientUrls.join(","),
        String(member.isLearner),
      ]),
    );
    run.terminal.out(talosctlTable([named ? ["NODE", ...head] : head, ...rows]));
  },
};

const status: Command = {
  path: "etcd status",
  run: async (run) => {
    const client = await connectTalosctl(run);
    const answers = await client.all("MachineService/EtcdStatus", {}, "error getting status: ");
    const named = answers.some(({ node }) => node !== undefined);
    const head = [
      "MEMBER",
      "DB SIZE",
      "IN USE",
      "LEADER",
      "RAFT INDEX",
      "RAFT TERM",
      "RAFT APPLIED INDEX",
      "LEARNER",
      "PROTOCOL",
      "STORAGE",
      "ERRORS",
    ];
    const rows = answers.map(({ node = "", value }) => {
      const { memberId, leader, isLearner, errors } = value as EtcdStatus;
      return [
        ...(named ? [node] : []),
        hexadecimal(memberId),
        "21 MB",
        "9.1 MB (43.33%)",
        hexadecimal(leader),
        "4711",
        "2",
        "4711",
        String(isLearner),
        "3.6.13",
        "3.6.0",
        errors.join(", "),
      ];
    });
    run.terminal.out(talosctlTable([named ? ["NODE", ...head] : head, ...rows]));
  },
};

const leave: Command = {
  path: "etcd leave",
  run: async (run) => {
    const client = await connectTalosctl(run);
    failIfMultiple(client, "etcd leave");
    await client.all("MachineService/EtcdLeaveCluster", {}, "");
  },
};

const removeMember: Command = {
  path: "etcd remove-member",
  operands: 1,
  run: async (run) => {
    const client = await connectTalosctl(run);
    const [text = ""] = run.operands;
    if (!/^[0-9a-f]{1,16}$/i.test(text))
      throw new CommandError(`error parsing member ID: strconv.ParseUint: parsing "${text}": invalid syntax`);
    await client.all("MachineService/EtcdRemoveMemberByID", { id: BigInt(`0x${text}`).toString() }, "");
  },
};

const snapshot: Command = {
  path: "etcd snapshot",
  operands: 1,
  run: async (run) => {
    const client = await connectTalosctl(run);
    failIfMultiple(client, "etcd snapshot");
    const [path = ""] = run.operands;
    const data = await client.only<string>("MachineService/EtcdSnapshot", {}, "error reading: ");
    await run.terminal.write(path, data, 0o600);
    run.terminal.out(`etcd snapshot saved to "${path}" (${data.length} bytes)\n`);
    run.terminal.out(`snapshot info: hash c25fd181, revision 4193, total keys 1287, total size ${data.length - 32}\n`);
  },
};

export const etcdCommands: readonly Command[] = [members, status, leave, removeMember, snapshot];
