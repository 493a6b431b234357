import { ran, rows, source, type Rows } from "../evidence";

const talosSource = (path: string) => source("siderolabs/talos", path, "v1.13.9");
const command = (name: string) => talosSource(`cmd/talosctl/cmd/talos/${name}.go`);

/** The real awk, grep and wc read what talosctl says in the form of its source. */
const readBySh = (test: string) => ran("model/talos-lines", test);

/** What scripts on the operator's computer ask of Talos, through talosctl. */
export const talos: readonly Rows[] = [
  rows(command("root"), "talosctl --endpoints $node --nodes $node $@", "talosctl --talosconfig $WORK/talosconfig $@"),
  rows(
    talosSource("cmd/talosctl/cmd/talos/version.go, pkg/machinery/version/version.go (Short)"),
    "talosctl version --client --short | sed -n s/^Talos *\\(v[0-9.]*\\).*/\\1/p",
    "talosctl version --short",
    "talosctl --nodes $ADDRESS version --insecure",
  ),
  rows(
    talosSource(
      "internal/app/machined/pkg/controllers/runtime/api_service_config.go, internal/app/apid/pkg/director/director.go",
    ),
    "$said: *code = Unimplemented* | *code = PermissionDenied* | *certificate required*",
  ),
  rows(
    command("apply-config"),
    "talosctl --nodes $ADDRESS apply-config --insecure --file $WORK/config.yaml",
    "talosctl apply-config --mode=no-reboot --file $WORK/config.yaml",
  ),
  rows(
    talosSource("internal/app/machined/internal/server/v1alpha1/v1alpha1_server.go (ApplyConfiguration)"),
    "$said: *InvalidArgument* | *failed to parse*",
  ),
  rows(
    talosSource("internal/app/machined/pkg/runtime/v1alpha1/v1alpha1_runtime.go (CanApplyImmediate)"),
    "$said: *can't be applied in immediate mode*",
  ),
  rows(command("bootstrap"), "talosctl bootstrap"),
  rows(
    talosSource("internal/app/machined/internal/server/v1alpha1/v1alpha1_server.go (Bootstrap)"),
    "$said: *AlreadyExists* | *not available yet* | *not in sync yet* | *Unavailable*",
  ),
  rows(command("etcd"), "talosctl etcd members", "talosctl etcd remove-member $member"),
  rows(
    readBySh("is read by its columns from the right, as an unstarted member has fewer"),
    'echo $table | awk NR > 1 { if (NF < 5) print "(unstarted)", $NF, "-"; else print $(NF - 3), $NF, $(NF - 4) }',
  ),
  rows(
    readBySh("gives the voters among the nodes, and none whose name only begins with the same text"),
    "echo $members | grep -q ^$name false ",
  ),
  rows(
    readBySh("shows whether the node is a member"),
    "echo $members | grep -q ^$NODE_NAME ",
    "etcd_members | grep -q ^$NODE_NAME false ",
  ),
  rows(readBySh("shows when the node is the last member"), "echo $members | wc -l", "[ $(echo …) -eq 1 ]"),
  rows(
    readBySh("gives the member that its node left behind"),
    "etcd_members | awk -v me=$NODE_NAME $1 == me { print $3 }",
  ),
  rows(
    talosSource("cmd/talosctl/cmd/talos/reset.go, cmd/talosctl/cmd/talos/track.go"),
    "talosctl reset --graceful --system-labels-to-wipe STATE --system-labels-to-wipe EPHEMERAL --wait --timeout 10m",
  ),
  rows(
    talosSource(
      "cmd/talosctl/cmd/talos/output/yaml.go, pkg/machinery/resources/block/{system_disk,discovered_volume}.go",
    ),
    "talosctl get systemdisk -o yaml",
    "talosctl get discoveredvolumes -o yaml",
  ),
  rows(
    readBySh("give the sum of the system disk's partitions"),
    'echo $system | awk $1 == "diskID:" { print $2 }',
    'echo $volumes | awk -v disk=$disk $1 == "node:" { on = "" } $1 == "parent:" { on = $2 } ' +
      '$1 == "size:" && on == disk { sum += $2 } END { printf "%d", sum / 1048576 }',
  ),
  rows(
    talosSource("cmd/talosctl/cmd/talos/reboot.go, cmd/talosctl/pkg/talos/action/tracker.go"),
    "talosctl reboot --wait --timeout 10m",
  ),
  rows(
    ran("conformance/control-plane/kubectl", "answers what it is asked"),
    "kubectl get node $NODE_NAME -o jsonpath={.status.capacity.ephemeral-storage}",
  ),
  rows(
    source("siderolabs/image-factory", "internal/frontend/http/configuration.go", "v1.5.0"),
    "printf %s $SCHEMATIC_YAML | curl -fsS --retry 5 --connect-timeout 15 -X POST --data-binary @- $IMAGE_FACTORY/schematics",
    '$answer: *"$SCHEMATIC"*',
  ),
  rows(
    // Told to people alone.
    talosSource("README.md"),
    "https://github.com/siderolabs/talos/releases/tag/$TALOS_VERSION",
  ),
];
