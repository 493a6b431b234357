import { controlPlanesAreOdd } from "./control-planes";
import { workersHaveAPool } from "./pools";
import {
  nodeNamesAreDnsLabels,
  nodeNamesAreUnique,
  vmIdsAreUnique,
  vmIdsAreNotATemplates,
  templateVmIdsAreUnique,
  macAddressesAreUnique,
} from "./identities";
import {
  addressesAreInsideTheirSubnet,
  addressesAreUsable,
  addressesAreNotGateways,
  addressesAreNotTheVip,
  addressesAreNotHosts,
  addressesAreUnique,
  addressesAreOutsideTheLoadBalancerPool,
} from "./addresses";
import {
  cidrsHaveNoHostBits,
  cidrsDoNotOverlap,
  podCidrHoldsEveryNode,
  gatewaysAreInsideTheirSubnet,
  dnsServiceIpIsInsideServiceCidr,
} from "./networks";
import {
  vipIsGivenForSeveralControlPlanes,
  vipIsInsideItsSubnet,
  vipIsNotTheGatewayOrAHost,
  loadBalancerPoolIsARange,
  loadBalancerPoolIsInsideTheSubnet,
  loadBalancerPoolHoldsNoFixedAddress,
} from "./vip";
import {
  hostsAreKnown,
  subnetsAreKnown,
  bridgesAreKnown,
  bridgesOfMachinesAreKnown,
  storagesHoldTheirContent,
} from "./references";
import {
  livingMachinesHaveASize,
  nicsSayWhere,
  imageMachinesAreCloned,
  gatewayMachinesArePluggedIn,
  internalSubnetsHaveAGateway,
} from "./machines";
import { adoptedMachinesStayAsTheyAre } from "./adoption";
import {
  bridgeNamesAreShort,
  existingBridgesAreNotCreated,
  bridgePortsAreNotTheManagements,
  bridgePortsAreUsedOnce,
  bridgesSpareTheWayToProxmox,
  vlansAreOnVlanAwareBridges,
} from "./bridges";
import {
  gpuNodesAreKnown,
  cardsAreHeldOnce,
  gpuMappingsAreUnique,
  nodesHoldOneCardAtMost,
  cardsAreOnTheirNodesHost,
} from "./gpus";
import { memoryFits, threadsFit, disksFit, machinesFitTheirHost, disksHoldTheImage } from "./capacity";
import { imageUrlIsDated } from "./image";
import { accessHasAKey, authorizedKeysArePublicKeys, bastionHostKeyIsAPublicKey, sshPortIsFree } from "./access";
import { agentsAreNotNewerThanServers, agentsAreNotTooOld } from "./versions";
import {
  reservedAddressesAreInTheLoadBalancerPool,
  reservedAddressesAreUnique,
  reservedNamesAreServices,
} from "./reserved-addresses";
import {
  otherSystemsHaveImageAndUser,
  talosNeedsNoOtherSystem,
  talosReleaseIsKnown,
  talosRunsThisKubernetes,
} from "./talos";
import {
  calicoIsPinned,
  kubeadmControlPlanesAreLargeEnough,
  kubeadmDnsIsTheTenthAddress,
  kubeadmKnowsTheRelease,
  mirroredRegistriesAreHosts,
} from "./kubeadm";
import { clusterNetworksHoldNobodyOutside } from "./outside-addresses";
import { labelKeysAreWellFormed, labelsMayBeSetByTheKubelet } from "./labels";
import type { Rule } from "./rule";

/** Every rule, in the order their messages are printed. */
export const everyRule: readonly Rule[] = [
  controlPlanesAreOdd,
  workersHaveAPool,
  nodeNamesAreDnsLabels,
  nodeNamesAreUnique,
  vmIdsAreUnique,
  vmIdsAreNotATemplates,
  templateVmIdsAreUnique,
  macAddressesAreUnique,
  addressesAreInsideTheirSubnet,
  addressesAreUsable,
  addressesAreNotGateways,
  addressesAreNotTheVip,
  addressesAreNotHosts,
  addressesAreUnique,
  addressesAreOutsideTheLoadBalancerPool,
  cidrsHaveNoHostBits,
  cidrsDoNotOverlap,
  podCidrHoldsEveryNode,
  clusterNetworksHoldNobodyOutside,
  gatewaysAreInsideTheirSubnet,
  dnsServiceIpIsInsideServiceCidr,
  vipIsGivenForSeveralControlPlanes,
  vipIsInsideItsSubnet,
  vipIsNotTheGatewayOrAHost,
  loadBalancerPoolIsARange,
  loadBalancerPoolIsInsideTheSubnet,
  loadBalancerPoolHoldsNoFixedAddress,
  reservedAddressesAreInTheLoadBalancerPool,
  reservedAddressesAreUnique,
  reservedNamesAreServices,
  otherSystemsHaveImageAndUser,
  talosReleaseIsKnown,
  talosRunsThisKubernetes,
  talosNeedsNoOtherSystem,
  hostsAreKnown,
  subnetsAreKnown,
  bridgesAreKnown,
  bridgesOfMachinesAreKnown,
  storagesHoldTheirContent,
  livingMachinesHaveASize,
  nicsSayWhere,
  imageMachinesAreCloned,
  gatewayMachinesArePluggedIn,
  internalSubnetsHaveAGateway,
  adoptedMachinesStayAsTheyAre,
  bridgeNamesAreShort,
  existingBridgesAreNotCreated,
  bridgePortsAreNotTheManagements,
  bridgePortsAreUsedOnce,
  bridgesSpareTheWayToProxmox,
  vlansAreOnVlanAwareBridges,
  gpuNodesAreKnown,
  cardsAreHeldOnce,
  gpuMappingsAreUnique,
  nodesHoldOneCardAtMost,
  cardsAreOnTheirNodesHost,
  memoryFits,
  threadsFit,
  disksFit,
  machinesFitTheirHost,
  disksHoldTheImage,
  imageUrlIsDated,
  accessHasAKey,
  authorizedKeysArePublicKeys,
  bastionHostKeyIsAPublicKey,
  sshPortIsFree,
  agentsAreNotNewerThanServers,
  agentsAreNotTooOld,
  kubeadmKnowsTheRelease,
  kubeadmControlPlanesAreLargeEnough,
  kubeadmDnsIsTheTenthAddress,
  calicoIsPinned,
  mirroredRegistriesAreHosts,
  labelKeysAreWellFormed,
  labelsMayBeSetByTheKubelet,
];
