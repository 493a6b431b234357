import { recordStack } from "../support/record-stack";
import { loadStackFile } from "../../model/load-stack-file";
import { join } from "node:path";

const modules = { rke2: "rke2/rke2", kubeadm: "kubeadm/kubeadm", talos: "talos/talos" } as const;
const mockLoaded: string[] = [];

jest.mock("../../components/bootstrap/rke2/rke2", () => mockActual("rke2"));
jest.mock("../../components/bootstrap/kubeadm/kubeadm", () => mockActual("kubeadm"));
jest.mock("../../components/bootstrap/talos/talos", () => mockActual("talos"));

function mockActual(name: keyof typeof modules): object {
  mockLoaded.push(name);
  return jest.requireActual<object>(`../../components/bootstrap/${modules[name]}`);
}

test.each([
  ["home-lab", "kubeadm"],
  ["pc-tips", "talos"],
  ["asgard", "rke2"],
])("%s loads the code of %s and of no other distribution", async (stack, distribution) => {
  const before = mockLoaded.length;
  await recordStack(stack, loadStackFile(join(__dirname, `../../Pulumi.${stack}.yaml`)).raw);
  expect(mockLoaded.slice(before)).toEqual([distribution]);
});
