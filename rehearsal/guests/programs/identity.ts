import { account, addAccount, addToGroup, groupId, groupName, setPasswordHash } from "../accounts";
import { failed, ok, program, type Process } from "../program";
import { parseFlags } from "./flags";

function id(args: readonly string[], process: Process) {
  const { flags, operands } = parseFlags(args, { flags: ["u", "g", "n", "G", "r"] });
  const { tree } = process.guest;
  const user = operands[0] === undefined ? process.user : account(tree, operands[0]);
  if (!user) return failed(1, `id: ‘${operands[0] ?? ""}’: no such user`);
  if (flags.has("u")) return ok(`${flags.has("n") ? user.name : user.uid}\n`);
  if (flags.has("g")) return ok(`${flags.has("n") ? user.group : user.gid}\n`);
  const gids = [user.gid, ...user.groups];
  if (flags.has("G")) return ok(`${gids.map((gid) => (flags.has("n") ? groupName(tree, gid) : gid)).join(" ")}\n`);
  const list = gids.map((gid) => `${gid}(${groupName(tree, gid)})`).join(",");
  return ok(`uid=${user.uid}(${user.name}) gid=${user.gid}(${user.group}) groups=${list}\n`);
}

const useraddGrammar = { flags: ["r", "M", "m", "U", "N"], values: ["s", "d", "g", "G", "c", "u", "p"] };
/** Long options of useradd(8) and usermod(8) by their letters. */
const letters: Readonly<Record<string, string>> = {
  "--append": "-a",
  "--comment": "-c",
  "--create-home": "-m",
  "--gid": "-g",
  "--groups": "-G",
  "--home-dir": "-d",
  "--lock": "-L",
  "--no-create-home": "-M",
  "--no-user-group": "-N",
  "--password": "-p",
  "--shell": "-s",
  "--system": "-r",
  "--uid": "-u",
  "--unlock": "-U",
  "--user-group": "-U",
};

function shortened(args: readonly string[]): readonly string[] {
  return args.flatMap((word) => {
    const [name = "", ...value] = word.split("=");
    const letter = letters[name];
    if (letter === undefined) return [word];
    return value.length > 0 ? [letter, value.join("=")] : [letter];
  });
}

function useradd(args: readonly string[], { guest, user }: Process) {
  const { flags, values, operands, unknown } = parseFlags(shortened(args), useraddGrammar);
  const name = operands[0] ?? "";
  if (unknown !== undefined) return failed(2, `useradd: unrecognized option '${unknown}'`);
  if (user.uid !== 0)
    return failed(1, "useradd: Permission denied.\nuseradd: cannot lock /etc/passwd; try again later.");
  if (account(guest.tree, name)) return failed(9, `useradd: user '${name}' already exists`);
  const system = flags.has("r");
  addAccount(guest.tree, {
    name,
    system,
    makeHome: !flags.has("M") && (flags.has("m") || !system),
    groups: values.get("G")?.[0]?.split(",") ?? [],
    ...(values.get("s")?.[0] !== undefined && { shell: values.get("s")?.[0] ?? "" }),
    ...(values.get("d")?.[0] !== undefined && { home: values.get("d")?.[0] ?? "" }),
  });
  return ok();
}

function usermod(args: readonly string[], { guest, user }: Process) {
  const { values, operands } = parseFlags(shortened(args), { flags: ["a", "L", "U"], values: ["G", "p", "s"] });
  const name = operands[0] ?? "";
  if (user.uid !== 0) return failed(1, "usermod: Permission denied.");
  if (!account(guest.tree, name)) return failed(6, `usermod: user '${name}' does not exist`);
  for (const group of values.get("G")?.flatMap((list) => list.split(",")) ?? []) {
    if (groupId(guest.tree, group) === undefined) return failed(6, `usermod: group '${group}' does not exist`);
    addToGroup(guest.tree, name, group);
  }
  const hash = values.get("p")?.[0];
  if (hash !== undefined) setPasswordHash(guest.tree, name, hash);
  return ok();
}

/** getent passwd|group|hosts KEY; exit status 2 when the key is not found. */
function getent(args: readonly string[], { guest }: Process) {
  const [database = "", key] = args;
  if (!["passwd", "group", "hosts", "shadow"].includes(database)) return failed(1, `Unknown database: ${database}`);
  const lines = (guest.tree.read(`/etc/${database}`) ?? "").split("\n").filter(Boolean);
  const found = lines.filter(
    (line) =>
      key === undefined ||
      line
        .split(/[:\s]+/)
        .slice(0, 3)
        .includes(key),
  );
  return found.length > 0 ? ok(`${found.join("\n")}\n`) : { exitCode: 2 };
}

export const identity = [
  program("id", id),
  program("whoami", (_args, { user }) => ok(`${user.name}\n`)),
  program("groups", (_args, { user, guest }) =>
    ok(`${[user.gid, ...user.groups].map((gid) => groupName(guest.tree, gid)).join(" ")}\n`),
  ),
  program("useradd", useradd),
  program("usermod", usermod),
  program("getent", getent),
];
