/**
 * The service of a node. k3s' release is a program alone: the installer writes its unit. It says itself when it
 * is ready; pods outlive it (KillMode), with control groups of their own (Delegate), and a server that is turned away while
 * another one joins tries again (Restart), as the unit of its own installer has it (k3s install.sh).
 */
export function unitFile(role: "server" | "agent"): string {
  return [
    "[Unit]",
    `Description=k3s ${role}`,
    "Wants=network-online.target",
    "After=network-online.target",
    "",
    "[Service]",
    "Type=notify",
    "ExecStartPre=-/sbin/modprobe br_netfilter",
    "ExecStartPre=-/sbin/modprobe overlay",
    `ExecStart=/usr/local/bin/k3s ${role}`,
    "KillMode=process",
    "Delegate=yes",
    "LimitNOFILE=1048576",
    "LimitNPROC=infinity",
    "LimitCORE=infinity",
    "TasksMax=infinity",
    "TimeoutStartSec=0",
    "Restart=always",
    "RestartSec=5s",
    "",
    "[Install]",
    "WantedBy=multi-user.target",
    "",
  ].join("\n");
}
