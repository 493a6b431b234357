"""The life of a virtual machine as proxmoxer asks for it. Arguments: port, authority, token id, secret, node, template."""
import json
import sys
import time

from proxmoxer import ProxmoxAPI
from proxmoxer.tools import Tasks

port, authority, token, secret, node_name, template = sys.argv[1:]
user, token_name = token.split("!")
api = ProxmoxAPI(
    "127.0.0.1", port=int(port), user=user, token_name=token_name, token_value=secret, verify_ssl=authority
)
node = api.nodes(node_name)


def done(upid):
    status = Tasks.blocking_status(api, upid, timeout=30, polling_interval=0.05)
    assert status["exitstatus"] == "OK", status


def names():
    return sorted(vm["name"] for vm in node.qemu.get())


seen = {"version": api.version.get()["version"], "nodes": [one["node"] for one in api.nodes.get()], "before": names()}

number = int(api.cluster.nextid.get())
done(node.qemu(template).clone.post(newid=number, name="worker", full=1))
vm = node.qemu(number)
vm.config.put(cores=4, memory=4096, description="made by proxmoxer", tags="a;b", ipconfig0="ip=10.0.0.9/24,gw=10.0.0.1")
done(vm.resize.put(disk="virtio0", size="+4G"))
config = vm.config.get()
seen["configured"] = {key: config[key] for key in ("cores", "memory", "name", "tags", "virtio0")}

done(vm.status.start.post())
seen["running"] = vm.status.current.get()["status"]
for _ in range(100):
    try:
        found = vm.agent("network-get-interfaces").get()["result"]
        break
    except Exception:
        time.sleep(0.1)
seen["interfaces"] = [one["name"] for one in found]

done(vm.snapshot.post(snapname="before", description="all is well"))
seen["snapshots"] = sorted(one["name"] for one in vm.snapshot.get())
vm.config.put(cores=1)
done(vm.snapshot("before").rollback.post())
seen["back"] = {"cores": vm.config.get()["cores"], "status": vm.status.current.get()["status"]}
done(vm.snapshot("before").delete())
seen["parent"] = vm.config.get().get("parent")

done(vm.delete(purge=1))
seen["after"] = names()
print(json.dumps(seen))
