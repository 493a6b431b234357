const everyone = ["os:admin", "os:operator", "os:reader"];
const operators = ["os:admin", "os:operator"];
const admins = ["os:admin"];
const backup = "os:etcd:backup";

/** Who may call what (machined's services/machined.go); a method that is not here is the administrator's. */
const rules: Readonly<Record<string, readonly string[]>> = {
  "ClusterService/HealthCheck": everyone,
  // For maintenance mode only; the handler looks closer.
  "MachineService/ApplyConfiguration": ["os:admin", "os:reader"],
  "MachineService/EtcdMemberList": [...everyone, backup],
  "MachineService/EtcdStatus": [...everyone, backup],
  "MachineService/EtcdSnapshot": [...operators, backup],
  "MachineService/Reboot": operators,
  "MachineService/Shutdown": operators,
  "MachineService/ServiceList": everyone,
  "MachineService/Version": everyone,
  "State/Get": everyone,
  "StorageService/Disks": everyone,
  "TimeService/Time": everyone,
};

export function mayCall(method: string, roles: readonly string[]): boolean {
  return (rules[method] ?? admins).some((role) => roles.includes(role));
}
