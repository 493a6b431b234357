// Machines that boot take longest, and a processor each; control planes mostly wait. Three of those go beside one of these
// all the time, so that neither is left for the end. What is not named comes last: it takes seconds.
const { default: Sequencer } = require("@jest/test-sequencer");

const order = [
  "first-boot/rke2-server",
  "first-boot/kubeadm-worker",
  "first-boot/kubeadm-control-plane",
  "control-plane/kubeadm",
  "control-plane/kubectl",
  "first-boot/rke2-worker",
  "first-boot/outside-vm",
  "control-plane/etcd-members",
  "conformance/documents",
  "control-plane/helm",
  "first-boot/documents-drive",
];
const place = ({ path }) => {
  const found = order.findIndex((name) => path.endsWith(`/${name}.test.ts`));
  return found === -1 ? order.length : found;
};

module.exports = class extends Sequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((a, b) => place(a) - place(b));
  }
};
