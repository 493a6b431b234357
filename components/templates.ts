import type * as pulumi from "@pulumi/pulumi";
import type { Bootstrap } from "../distributions/components/bootstrap";
import type { TemplatePlan } from "../model/cluster-plan";
import type { StackPlan } from "../distributions/distribution";
import type { LastRun } from "../stack/last-run";
import { isShared } from "../model/storages";
import { operatorScript } from "./bootstrap/operator-script";
import type { BuildContext } from "./build-context";
import { Template, templateImage } from "./template";

/** The template of every host with machines, and before it the image if it is unpublished or shared by several. */
export function templatesOf(
  name: string,
  { plan, lastRun, providers, identity, vmHooks }: BuildContext,
  { image }: Pick<Bootstrap, "image">,
  opts: pulumi.ComponentResourceOptions,
): Template[] {
  const built = image === undefined ? [] : [operatorScript(`${name}-image`, { about: name, ...image }, opts)];
  const args = { cluster: plan, after: built, fileTag: identity.fileTag, vmHooks: vmHooks.machine };
  const [forShared] = plan.templates.filter(({ imageIsShared }) => imageIsShared);
  const shared =
    forShared &&
    templateImage(
      `${name}-image`,
      { ...args, plan: forShared },
      { ...opts, provider: providers.of(forShared.imageHost) },
    );
  const nameOn = (host: string) => `${name}-template-${host}`;
  return plan.templates.map((template) => {
    const aliases = previousHosts(plan, template, lastRun).map((previous) => ({ name: nameOn(previous) }));
    return new Template(
      nameOn(template.host),
      { ...args, plan: template, image: template.imageIsShared ? shared : undefined },
      { ...opts, providers: [providers.of(template.host)], aliases },
    );
  });
}

/** Hosts where a template on a shared storage may have been before: there is only one of it. */
function previousHosts(plan: StackPlan, { host, diskStorage }: TemplatePlan, { configuration }: LastRun): string[] {
  if (!isShared(plan, host, diskStorage)) return [];
  const hosts = new Set([...Object.keys(plan.proxmox.hosts), ...Object.keys(configuration?.proxmox.hosts ?? {})]);
  return [...hosts].filter((other) => !plan.templates.some((template) => template.host === other));
}
