import { inPlace, programOnly } from "../../model/key-effect";
import type { KeyEffects } from "./effects-of-key";

const newPods = inPlace("pods created from now on get it; running ones keep what they have");
const quota = inPlace("the next pod counts against it; running ones stay, even beyond it");

const samePackage = inPlace(
  "the release is upgraded where the chart's package is another one; where it is the same, nothing changes",
);
const upgraded = inPlace("the release is upgraded, and waited for until it is ready");

/** `platform.*`: what runs on the cluster from the first minute. No machine changes with any of it. */
export const PLATFORM_EFFECTS: Readonly<Record<string, KeyEffects>> = {
  "platform.tiers.*.priority": inPlace("its PriorityClass is made anew; running pods keep the number they were given"),
  "platform.tiers.*.preempts": inPlace("its PriorityClass is made anew; running pods keep what they were given"),
  "platform.tiers.*.gpu": quota,
  "platform.tiers.*.podSecurity": inPlace("pods created from now on are held to it; running ones stay"),
  "platform.tiers.*.container.cpuMillis": newPods,
  "platform.tiers.*.container.memoryMiB": newPods,
  "platform.tiers.*.container.memoryLimitMiB": newPods,
  "platform.tiers.*.container.maxMemoryMiB": newPods,
  "platform.tiers.*.quota.cpuMillis": quota,
  "platform.tiers.*.quota.memoryMiB": quota,
  "platform.tiers.*.quota.memoryLimitMiB": quota,
  "platform.tiers.*.quota.pods": quota,
  "platform.namespaces": inPlace(
    "a namespace that comes is made; one that goes is deleted with everything in it; another tier changes its limits",
  ),
  "platform.addons.*.chart": upgraded,
  "platform.addons.*.repository": samePackage,
  "platform.addons.*.version": upgraded,
  "platform.addons.*.sha256": programOnly("another package is refused, before anything is installed"),
  "platform.addons.*.namespace": inPlace("the release is removed, and installed anew in the other namespace"),
  "platform.addons.*.tier": inPlace("its namespace gets the tier's limits; running pods stay"),
  "platform.addons.*.podSecurity": inPlace("pods created from now on are held to it; running ones stay"),
  "platform.addons.*.needs": programOnly("decides what is installed first"),
  "platform.addons.*.timeoutSeconds": programOnly("how long the next install or upgrade may take"),
  "platform.addons.*.values.*": upgraded,
  "platform.chartMirror": samePackage,
  "platform.manifests.*.needs": programOnly("decides when they are made"),
  "platform.manifests.*.objects": inPlace("objects that changed are updated; those that go are deleted"),
};
