import { recordStack } from "../support/record-stack";
import { loadStackFile } from "../../stack/load-stack-file";
import { join } from "node:path";

const mockLoaded: string[] = [];

jest.mock("../../distributions/rke2/components/bootstrap", () => mockActual("rke2"));
jest.mock("../../distributions/kubeadm/components/bootstrap", () => mockActual("kubeadm"));
jest.mock("../../distributions/k3s/components/bootstrap", () => mockActual("k3s"));
jest.mock("../../distributions/talos/components/bootstrap", () => mockActual("talos"));

function mockActual(name: string): object {
  mockLoaded.push(name);
  return jest.requireActual<object>(`../../distributions/${name}/components/bootstrap`);
}

/** A stack of this checkout, or of the engine's tests. */
const fileOf = (stack: string) =>
  join(__dirname, stack === "k3s" ? "../engine/stacks" : "../..", `Pulumi.${stack}.yaml`);

test.each([
  ["k3s", "k3s"],
  ["home-lab", "kubeadm"],
  ["pc-tips", "talos"],
  ["asgard", "rke2"],
])("%s loads the code of %s and of no other distribution", async (stack, distribution) => {
  const before = mockLoaded.length;
  await recordStack(stack, loadStackFile(fileOf(stack)).raw);
  expect(mockLoaded.slice(before)).toEqual([distribution]);
});
