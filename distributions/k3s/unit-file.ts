/**
 * The service of a node. k3s' release is only a binary; its installer writes the unit. Same settings as the installer's (k3s
 * install.sh): it notifies readiness itself, pods outlive it (KillMode), in their own control groups (Delegate), and a
 * server that is rejected while another one joins retries (Restart).
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
