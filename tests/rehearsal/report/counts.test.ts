import { endpointOf } from "../../../rehearsal/report/counts";

test.each([
  ["/nodes/asgard/qemu/1001/config", "/nodes/{node}/qemu/{vmid}/config"],
  ["nodes/asgard/qemu/1001/", "/nodes/{node}/qemu/{vmid}"],
  [
    "/nodes/asgard/tasks/UPID:asgard:0001:0002:qmclone:1001:pulumi@pve!homelab:/status",
    "/nodes/{node}/tasks/{upid}/status",
  ],
  ["/nodes/asgard/storage/local/content/local:import/x.qcow2", "/nodes/{node}/storage/{storage}/content/{volume}"],
  ["/cluster/mapping/pci/rtx2080", "/cluster/mapping/pci/{id}"],
  ["/cluster/resources", "/cluster/resources"],
])("%s is a request to %s", (path, endpoint) => {
  expect(endpointOf(path)).toBe(endpoint);
});
