/** Unit files of the image that anything here acts on, cut down to what matters. */
export const units: Readonly<Record<string, string>> = {
  "apt-daily.timer":
    "[Unit]\nDescription=Daily apt download activities\n[Timer]\nOnCalendar=*-*-* 6,18:00\nRandomizedDelaySec=12h\nPersistent=true\n[Install]\nWantedBy=timers.target\n",
  "apt-daily-upgrade.timer":
    "[Unit]\nDescription=Daily apt upgrade and clean activities\n[Timer]\nOnCalendar=*-*-* 6:00\nRandomizedDelaySec=60m\nPersistent=true\n[Install]\nWantedBy=timers.target\n",
  "ssh.socket":
    "[Unit]\nDescription=OpenBSD Secure Shell server socket\n[Socket]\nListenStream=22\nAccept=no\nFreeBind=yes\n[Install]\nWantedBy=sockets.target\n",
  "ssh.service":
    "[Unit]\nDescription=OpenBSD Secure Shell server\n[Service]\nExecStart=/usr/sbin/sshd -D $SSHD_OPTS\nType=notify\nRestart=on-failure\n[Install]\nWantedBy=multi-user.target\n",
  "systemd-modules-load.service":
    "[Unit]\nDescription=Load Kernel Modules\n[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/usr/lib/systemd/systemd-modules-load\n",
  "systemd-sysctl.service":
    "[Unit]\nDescription=Apply Kernel Variables\n[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/usr/lib/systemd/systemd-sysctl\n",
  "systemd-timesyncd.service":
    "[Unit]\nDescription=Network Time Synchronization\n[Service]\nExecStart=/usr/lib/systemd/systemd-timesyncd\nType=notify\n[Install]\nWantedBy=sysinit.target\n",
  "ufw.service":
    "[Unit]\nDescription=Uncomplicated firewall\n[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/usr/lib/ufw/ufw-init start quiet\n[Install]\nWantedBy=multi-user.target\n",
  "unattended-upgrades.service":
    "[Unit]\nDescription=Unattended Upgrades Shutdown\n[Service]\nExecStart=/usr/share/unattended-upgrades/unattended-upgrade-shutdown --wait-for-signal\n[Install]\nWantedBy=multi-user.target\n",
  "console-setup.service":
    "[Unit]\nDescription=Set console font and keymap\n[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/usr/lib/console-setup/console-setup.sh\n[Install]\nWantedBy=multi-user.target\n",
};
