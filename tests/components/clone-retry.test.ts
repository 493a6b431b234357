import { isLockedClone } from "../../components/clone-retry";

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
