import { containerdConfig, hostsToml, pauseImage } from "../../../distributions/kubeadm/containerd";

describe("containerd", () => {
  it("gets the same settings in the formats of both its releases", () => {
    expect(containerdConfig(2, pauseImage(34))).toMatchSnapshot("version 2");
    expect(containerdConfig(3, pauseImage(34))).toMatchSnapshot("version 3");
  });

  it.each([
    [29, "3.9"],
    [30, "3.9"],
    [31, "3.10"],
    [33, "3.10"],
    [34, "3.10.1"],
    [36, "3.10.2"],
  ])("keeps the pause image of Kubernetes 1.%i", (minor, version) => {
    expect(pauseImage(minor)).toBe(`registry.k8s.io/pause:${version}`);
  });

  it("tries a mirror first, then Docker Hub under its API's host name", () => {
    expect(hostsToml("docker.io", "http://10.0.20.10:5000")).toContain('server = "https://registry-1.docker.io"\n');
    expect(hostsToml("ghcr.io", "http://10.0.20.10:5010")).toContain('[host."http://10.0.20.10:5010"]\n');
  });
});
