import { askAbout } from "./program";
import type { Reader } from "./reader";
import { builtTool } from "./tools";

/** containerd's own loading of its files, release 1 or 2 by their version; keys it would pass over are complaints here. */
export const containerd: Reader = {
  name: "containerd",
  reads: ({ name }) => name.endsWith(".toml"),
  judge: async (documents) => {
    const texts = documents.map(({ text }) => text);
    return askAbout(texts, await builtTool("containerd-documents"));
  },
  mistakes: [
    { what: "a line that is no TOML", from: /^\[host\..*/m, to: "[host", named: "failed to decode" },
    { what: "a mirror under a table it does not know", from: "[host.", to: "[hosts.", named: "no mirror" },
    { what: "an ability there is none of", from: '"resolve"', to: '"resolved"', named: "resolved" },
    {
      what: "release 1's key with a letter missing",
      from: "sandbox_image =",
      to: "sandbox_imag =",
      named: "sandbox_imag",
    },
    {
      what: "release 1's table in a file of release 2",
      from: "cri.v1.images",
      to: "grpc.v1.cri",
      named: "grpc.v1.cri",
    },
    { what: "release 2's key with a letter missing", from: "sandbox =", to: "sandbox = 5 #", named: "PinnedImages" },
    {
      what: "an option of runc's it does not know",
      from: "SystemdCgroup =",
      to: "SystemdCgroups =",
      named: "SystemdCgroups",
    },
    { what: "a version there is none of", from: "version = 3", to: "version = 9", named: "version" },
  ],
};
