import { ensureToolchain, type Toolchain } from "../../toolchain/ensure";
import { Stack } from "./support/stack";

const minute = 60_000;

const program = `
import * as pulumi from "@pulumi/pulumi";
import * as command from "@pulumi/command";
import * as tls from "@pulumi/tls";
const config = new pulumi.Config();
const key = new tls.PrivateKey("key", { algorithm: "ED25519" });
const run = new command.local.Command("run", {
  create: "printf 'hello %s' \\"$NAME\\"; cat >/dev/null",
  environment: { NAME: config.require("name") },
  stdin: config.requireSecret("token"),
  triggers: [config.get("generation") ?? "1"],
});
export const said = run.stdout;
export const publicKey = key.publicKeyOpenssh;
export const privateKey = key.privateKeyPem;
`;

let toolchain: Toolchain;
let stack: Stack | undefined;

beforeAll(async () => {
  toolchain = await ensureToolchain();
}, 15 * minute);

afterEach(() => {
  stack?.remove();
  stack = undefined;
});

test(
  "a TypeScript program is created, shows no changes, is replaced by a trigger and destroyed",
  () => {
    stack = new Stack(toolchain, program);
    stack.pulumi("config", "set", "name", "odin");
    stack.pulumi("config", "set", "--secret", "token", "s3cret-token");
    expect(stack.pulumi("up", "--yes", "--skip-preview")).toMatchObject({ status: 0 });
    expect(stack.state()).not.toContain("s3cret-token");
    expect(stack.state()).not.toContain("PRIVATE KEY");
    expect(stack.pulumi("stack", "output", "--show-secrets", "said").output).toBe("hello odin\n");
    expect(stack.pulumi("stack", "output", "privateKey").output).toBe("[secret]\n");
    expect(stack.pulumi("preview", "--expect-no-changes")).toMatchObject({ status: 0 });

    stack.pulumi("config", "set", "generation", "2");
    expect(stack.pulumi("preview").output).toMatch(/command:local:Command run replace/);
    expect(stack.pulumi("destroy", "--yes", "--skip-preview")).toMatchObject({ status: 0 });
  },
  2 * minute,
);

test(
  "a failed program is reported once, without the language host's additions",
  () => {
    stack = new Stack(toolchain, 'import "@pulumi/pulumi";\nthrow new Error("the plan is wrong");\n');
    const { status, output } = stack.pulumi("preview");
    expect(status).not.toBe(0);
    expect(output).toContain("the plan is wrong");
    expect(output).not.toContain("non-zero exit code");
  },
  2 * minute,
);

test(
  "a failed command has its output in the error",
  () => {
    stack = new Stack(
      toolchain,
      'import { local } from "@pulumi/command";\nnew local.Command("run", { create: "echo disk is full >&2; exit 3" });\n',
    );
    const { status, output } = stack.pulumi("up", "--yes", "--skip-preview");
    expect(status).not.toBe(0);
    expect(output).toMatch(/exit status 3: running "echo disk is full >&2; exit 3":\s+disk is full/);
  },
  2 * minute,
);
