import { isLockedClone, isTurnedAway } from "../../components/retries";

describe("the retry of a clone", () => {
  it.each([
    "clone failed: can't lock file '/var/lock/pve-manager/pve-storage-local-zfs' - got timeout",
    "error waiting for VM clone: task \"UPID:asgard:0001:qmclone:90001\" failed to complete with exit code: can't lock file '/var/lock/qemu-server/lock-1001.conf' - got timeout",
  ])("tries again after %s", (text) => expect(isLockedClone(text)).toBe(true));

  it.each([
    "can't lock file '/var/lock/pve-manager/pve-storage-local-zfs' - got timeout while resizing virtio0",
    "clone failed: zfs error: out of space",
  ])("does not try again after %s", (text) => expect(isLockedClone(text)).toBe(false));
});

describe("the retry of a document", () => {
  it.each([
    'failed to open SSH client: unable to authenticate user "root" over SSH to "10.10.10.10:22". Please verify that …',
    "failed SSH handshake to 10.10.10.10:22: ssh: handshake failed: EOF",
    "error transferring file: wait: remote command exited without exit status or exit signal",
  ])("tries again after %s", (text) => expect(isTurnedAway(text)).toBe(true));

  it.each([
    "failed to create file /var/lib/vz/snippets/x.yaml: permission denied",
    'the host does not know "SSH"',
    "failed to find node endpoint: no such node",
  ])("does not try again after %s", (text) => expect(isTurnedAway(text)).toBe(false));
});
