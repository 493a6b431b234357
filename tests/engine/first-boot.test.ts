import type { Rehearsal } from "../../scripts/rehearsal/rehearsal";
import { endRehearsal, problemsOf, rehearse, smallStack } from "../support/rehearsal";

jest.setTimeout(180_000);

const ubuntu = /https:\S+ubuntu-24\.04-server-cloudimg-amd64\.img/;
const debian =
  "https://cloud.debian.org/images/cloud/trixie/20260712-2537/debian-13-genericcloud-amd64-20260712-2537.qcow2";

let rehearsal: Rehearsal;
afterEach(() => endRehearsal(rehearsal));

test("a cluster on Debian 13 comes up, pinned by Debian's published checksum, without violating an invariant", async () => {
  const text = smallStack()
    .replace(ubuntu, debian)
    .replace(/^( *)homelab:access:/m, "$1homelab:os: { family: debian }\n$1homelab:access:")
    .replace(/sha256: \S+/, `sha512: "${"5".repeat(128)}"`);
  rehearsal = await rehearse("debian", text);
  expect(problemsOf(await rehearsal.up())).toEqual([]);
  expect(rehearsal.invariants.findings().violations).toEqual([]);
});
