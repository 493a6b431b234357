import { inPlace } from "../../model/key-effect";
import type { KeyEffects } from "./effects-of-key";

const newPods = inPlace("pods created from now on get it; running ones keep what they have");
const quota = inPlace("the next pod counts against it; running ones stay, even beyond it");

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
};
