import { namesOf, OS_FAMILIES, releasesOf, systemOfImage } from "../../../os/registry";

const noble = "https://cloud-images.ubuntu.com/releases/noble/release-20251213";
const bookworm = "https://cloud.debian.org/images/cloud/bookworm/20251112-2294";
const trixie = "https://cloud.debian.org/images/cloud/trixie/20260712-2537";

describe("an image", () => {
  it.each([
    [`${noble}/ubuntu-24.04-server-cloudimg-amd64.img`, "Ubuntu 24.04"],
    ["https://mirror.example.org/noble-server-cloudimg-amd64-20251213.img", "Ubuntu 24.04"],
    [`${bookworm}/debian-12-generic-amd64-20251112-2294.qcow2`, "Debian 12"],
    [`${bookworm}/debian-12-genericcloud-amd64-20251112-2294.qcow2`, "Debian 12"],
    [`${trixie}/debian-13-generic-amd64-20260712-2537.qcow2`, "Debian 13"],
    [`${trixie}/debian-13-genericcloud-amd64-20260712-2537.qcow2`, "Debian 13"],
    ["https://factory.talos.dev/image/0123/v1.13.9/nocloud-amd64.qcow2", "Talos"],
  ])("is recognized by its file: %s", (url, name) => {
    expect(systemOfImage(url)?.name).toBe(name);
  });

  it.each([
    `${noble}/ubuntu-24.04-server-cloudimg-arm64.img`,
    "https://cloud-images.ubuntu.com/minimal/releases/noble/release-20251213/ubuntu-24.04-minimal-cloudimg-amd64.img",
    "https://cloud-images.ubuntu.com/releases/jammy/release-20260926/ubuntu-22.04-server-cloudimg-amd64.img",
    "https://cloud-images.ubuntu.com/releases/noble/release-20251213/flatcar_production_proxmoxve_image.img",
    `${bookworm}/debian-12-nocloud-amd64-20251112-2294.qcow2`,
    `${bookworm}/debian-12-backports-generic-amd64-20251112-2294.qcow2`,
    "https://cloud.debian.org/images/cloud/bullseye/20251112-2294/debian-11-generic-amd64-20251112-2294.qcow2",
    "https://dl.rockylinux.org/pub/rocky/9/images/x86_64/Rocky-9-GenericCloud-Base-9.8-20260525.0.x86_64.qcow2",
    "https://example.org/20251213/golden.qcow2",
  ])("is not recognized, whatever its folder is called: %s", (url) => {
    expect(systemOfImage(url)).toBeUndefined();
  });
});

test("the example of a release is an image of that release", () => {
  for (const release of releasesOf(OS_FAMILIES)) expect(systemOfImage(release.example)?.name).toBe(release.name);
});

test("names of systems are parsed as people write them", () => {
  expect(namesOf(releasesOf(["debian"]))).toBe("Debian 12 or Debian 13");
  expect(namesOf(releasesOf(["ubuntu"]))).toBe("Ubuntu 24.04");
});
