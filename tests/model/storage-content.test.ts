import { messagesOf, patched, small } from "./stack-fixtures";

const FILES = "vztmpl iso backup snippets import";
/** What each kind can hold, as Proxmox' plugins say of themselves (PVE::Storage::*Plugin, plugindata). */
const HELD = {
  dir: `images rootdir ${FILES}`,
  btrfs: `images rootdir ${FILES}`,
  nfs: `images rootdir ${FILES}`,
  cifs: `images rootdir ${FILES}`,
  cephfs: FILES,
  zfspool: "images rootdir",
  lvm: "images rootdir",
  lvmthin: "images rootdir",
  rbd: "images rootdir",
  zfs: "images",
} as const;
const SHARED = ["nfs", "cifs", "cephfs", "rbd", "zfs"];
const EVERY = `images rootdir ${FILES}`.split(" ");

const messagesWith = (type: string, content: string) => {
  const more = { extra: { type, content: [content], capacityGiB: 10 } };
  const proxmox = SHARED.includes(type) ? { storages: more } : { hosts: { pve: { storages: more } } };
  return messagesOf(() => patched(small(), { proxmox }));
};

test.each(Object.entries(HELD))(
  "a storage of type %s holds exactly the content types that Proxmox allows",
  (type, held) => {
    const accepted = EVERY.filter((content) => messagesWith(type, content).length === 0);
    expect(accepted.sort()).toEqual(held.split(" ").sort());
    for (const content of EVERY.filter((word) => !accepted.includes(word)))
      expect(messagesWith(type, content)).toEqual([
        expect.stringContaining(`content: not supported by ${type}, got ${content}`),
      ]);
  },
);
