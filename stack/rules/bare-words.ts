import { parse } from "yaml";
import { distributionOf, hasLogin } from "../../distributions/registry";
import type { StackConfig } from "../../distributions/distribution";
import type { Issue } from "../../model/errors";
import type { Rule } from "./rule";

/**
 * Proxmox writes names of machines and of the login, and keys, into cloud-init's document as they stand, without quotes
 * (qemu-server, QemuServer/Cloudinit.pm: cloudinit_userdata), and cloud-init reads YAML 1.1: of a machine called `on` it
 * would make the host True.
 */
const namesAreTextWithoutQuotes: Rule = (config) =>
  bareNames(config).flatMap(({ path, name }): Issue[] => {
    if (isTextWithoutQuotes(name)) return [];
    const problem = `read as ${kindOf(yaml11(name))} where Proxmox writes it for cloud-init without quotes`;
    const allowed = "must be a name that is no word of YAML, e.g. node-1";
    return [{ path, problem, got: `"${name}"`, allowed, remedy: "rename it" }];
  });

const yaml11 = (text: string): unknown => parse(text, { version: "1.1" });

/** Whether cloud-init reads it as the text that it is where no quotes stand around it. */
export const isTextWithoutQuotes = (text: string) => yaml11(text) === text || TEXT_TO_PYYAML.test(text);

/**
 * By the letter of YAML 1.1 truths and numbers, and a date to its lenient readers; PyYAML asks for `yes`, for a point before
 * an exponent, and for two digits of month and day where no time follows (resolver.py).
 */
const TEXT_TO_PYYAML = /^([yn]|\d*e-?\d+|\d{4}-(\d-\d\d?|\d\d-\d))$/;

const kindOf = (value: unknown) =>
  value === null ? "nothing" : value instanceof Date ? "a date" : `a ${typeof value}`;

function bareNames({ access, cluster, nodes, vms }: StackConfig): { path: string; name: string }[] {
  const booted = Object.entries(vms).filter(([, { source }]) => source === "image");
  const ofMachines = booted.map(([name]) => ({ path: `vms.${name}`, name }));
  // Systems that are configured by a document of ours find names quoted in it.
  if (!hasLogin(distributionOf(cluster))) return ofMachines;
  const ofNodes = Object.keys(nodes).map((name) => ({ path: `nodes.${name}`, name }));
  const { user } = access;
  return [...(user === undefined ? [] : [{ path: "access.user", name: user }]), ...ofNodes, ...ofMachines];
}

const keysAreOneLineOfText: Rule = ({ access }) =>
  access.authorizedKeys.flatMap((key, index): Issue[] =>
    !/:( |$)/.test(key)
      ? []
      : [
          {
            path: `access.authorizedKeys[${index}]`,
            problem: "comment with a colon and a blank, which cloud-init takes for a map",
            got: `${key.length} characters (not shown)`,
            allowed: "must be a key whose comment is plain words, e.g. you@laptop",
            remedy: "change the comment",
          },
        ],
  );

export const bareWordRules: readonly Rule[] = [namesAreTextWithoutQuotes, keysAreOneLineOfText];
