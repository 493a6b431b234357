import { isTurnedAway } from "../../components/document-retry";

describe("the retry of a document", () => {
  it.each([
    'failed to open SSH client: unable to authenticate user "root" over SSH to "10.10.10.10:22". Please verify that …',
    "failed SSH handshake to 10.10.10.10:22: ssh: handshake failed: EOF",
  ])("tries again after %s", (text) => expect(isTurnedAway(text)).toBe(true));

  it.each([
    "failed to create file /var/lib/vz/snippets/x.yaml: permission denied",
    'the host does not know "SSH"',
    "failed to find node endpoint: no such node",
  ])("does not try again after %s", (text) => expect(isTurnedAway(text)).toBe(false));
});
