// Public: the cloud-init drive as Proxmox VE writes it, and what it hangs on.
export { type CloudInitDocuments, cloudInitDocuments, type CloudInitHost } from "./src/model/cloud-init";
export { driveBus } from "./src/model/drive-bus";
