import { accessRules } from "./access";
import { addOnAddressRules } from "./add-on-addresses";
import { addOnRules } from "./add-ons";
import { addOnNodeRules } from "./add-on-nodes";
import { addOnSizeRules } from "./add-on-sizes";
import { addOnStorageRules } from "./add-on-storage";
import { manifestRules } from "./manifests";
import { addressRules } from "./addresses";
import { adoptionRules } from "./adoption";
import { bareWordRules } from "./bare-words";
import { bridgeRules } from "./bridges";
import { capacityRules } from "./capacity";
import { controlPlaneRules } from "./control-planes";
import { gpuRules } from "./gpus";
import { identityRules } from "./identities";
import { imageRules } from "./image";
import { labelRules } from "./labels";
import { vmRules } from "./vms";
import { networkRules } from "./networks";
import { outsideAddressRules } from "./outside-addresses";
import { nameServerRules } from "./name-servers";
import { nodeOsRules } from "./node-os";
import { poolRules } from "./pools";
import { portRules } from "./ports";
import { referenceRules } from "./references";
import { releaseRules } from "./releases";
import { reservedAddressRules } from "./reserved-addresses";
import { reservedWordRules } from "./reserved-words";
import { sizeRules } from "./sizes";
import { specialRangeRules } from "./special-ranges";
import { storageRules } from "./storages";
import { tierRules } from "./tiers";
import { distributionRules } from "./distributions";
import { firstBootRules } from "./first-boots";
import { versionRules } from "./versions";
import { vipRules } from "./vip";
import type { Rule } from "./rule";

/** Every rule, in the order their messages are printed. */
export const everyRule: readonly Rule[] = [
  ...controlPlaneRules,
  ...poolRules,
  ...identityRules,
  ...addressRules,
  ...networkRules,
  ...specialRangeRules,
  ...nameServerRules,
  ...outsideAddressRules,
  ...portRules,
  ...vipRules,
  ...reservedAddressRules,
  ...firstBootRules,
  ...distributionRules,
  ...referenceRules,
  ...storageRules,
  ...vmRules,
  ...adoptionRules,
  ...bridgeRules,
  ...gpuRules,
  ...sizeRules,
  ...capacityRules,
  ...nodeOsRules,
  ...imageRules,
  ...accessRules,
  ...bareWordRules,
  ...versionRules,
  ...releaseRules,
  ...labelRules,
  ...reservedWordRules,
  ...tierRules,
  ...addOnRules,
  ...addOnAddressRules,
  ...addOnSizeRules,
  ...addOnNodeRules,
  ...addOnStorageRules,
  ...manifestRules,
];
