import type { DebPackage } from "./deb-package";

/** Without WantedBy: a udev rule starts it when its device is there (Debian's package). */
const unit =
  "[Unit]\nDescription=QEMU Guest Agent\nBindsTo=dev-virtio\\x2dports-org.qemu.guest_agent.0.device\n[Service]\nExecStart=/usr/sbin/qemu-ga\nRestart=always\nRestartSec=0\n[Install]\n";

export const guestAgentPackage: DebPackage = {
  name: "qemu-guest-agent",
  files: () => [
    { path: "/usr/lib/systemd/system/qemu-guest-agent.service", content: unit },
    { path: "/usr/sbin/qemu-ga", content: '#!/bin/sh\n/usr/bin/@qemu-ga "$@"\n', mode: 0o755 },
  ],
};
