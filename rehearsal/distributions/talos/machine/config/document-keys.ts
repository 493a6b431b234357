import { keyTree, type KeyTree } from "./key-tree";

const link = "up mtu addresses{address routePriority} routes{destination gateway source metric mtu table} multicast";
const encryption = `encryption{
  provider cipher keySize blockSize options
  keys{slot static{passphrase} nodeID* kms{endpoint} tpm{options{pcrs} checkSecurebootStatusOnEnroll} lockToState}
}`;
const provisioning = "provisioning{diskSelector{match} grow minSize maxSize}";
const dhcp = "routeMetric ignoreHostname clientIdentifier duidRaw";

/** Keys of the further documents by kind (reference/configuration, v1.13), besides `apiVersion` and `kind`. */
const tables: Readonly<Record<string, string>> = {
  BlackholeRouteConfig: "name metric",
  BondConfig: `name hardwareAddr links bondMode miimon updelay downdelay useCarrier xmitHashPolicy arpInterval
    arpIpTargets nsIp6Targets arpValidate arpAllTargets lacpRate failOverMac adSelect adActorSysPrio adUserPortKey
    adLACPActive primaryReselect resendIGMP minLinks lpInterval packetsPerSlave numPeerNotif tlbLogicalLb
    allSlavesActive peerNotifDelay missedMax ${link}`,
  BridgeConfig: `name hardwareAddr links stp{enabled} vlan{filtering} ${link}`,
  DHCPv4Config: `name ${dhcp}`,
  DHCPv6Config: `name ${dhcp}`,
  DummyLinkConfig: `name hardwareAddr ${link}`,
  EnvironmentConfig: "variables*",
  EthernetConfig: "name features* rings* channels{rx tx other combined} wakeOnLan",
  EventSinkConfig: "endpoint",
  ExistingVolumeConfig: "name discovery{volumeSelector{match}} mount{readOnly disableAccessTime secure}",
  ExtensionServiceConfig: "name configFiles{content mountPath} environment",
  ExternalVolumeConfig: "name filesystemType mount{readOnly disableAccessTime secure virtiofs{tag}}",
  HCloudVIPConfig: "name link apiToken",
  HostnameConfig: "auto hostname",
  KmsgLogConfig: "name url",
  KubeSpanConfig: `enabled advertiseKubernetesNetworks allowDownPeerBypass harvestExtraEndpoints mtu
    filters{endpoints excludeAdvertisedNetworks}`,
  KubeSpanEndpoints: "extraAnnouncedEndpoints",
  Layer2VIPConfig: "name link",
  LinkAliasConfig: "name selector{match}",
  LinkConfig: `name ${link}`,
  NetworkDefaultActionConfig: "ingress",
  NetworkRuleConfig: "name portSelector{ports protocol} ingress{subnet except}",
  OOMConfig: "triggerExpression cgroupRankingExpression strictCgroupClassOrdering sampleInterval",
  PCIDriverRebindConfig: "name targetDriver",
  RawVolumeConfig: `name ${provisioning} ${encryption}`,
  RegistryAuthConfig: "name username password auth identityToken",
  RegistryMirrorConfig: "name endpoints{url overridePath} skipFallback",
  RegistryTLSConfig: "name clientIdentity{crt key} ca insecureSkipVerify",
  ResolverConfig: "nameservers{address} searchDomains{domains disableDefault}",
  RoutingRuleConfig: "name src dst table action iifName oifName fwMark fwMask",
  SideroLinkConfig: "apiUrl uniqueToken",
  StaticHostConfig: "name hostnames",
  SwapVolumeConfig: `name ${provisioning} ${encryption}`,
  TCPProbeConfig: "name interval failureThreshold endpoint timeout",
  TimeSyncConfig: "enabled bootTimeout ntp{servers} ptp{devices}",
  TrustedRootsConfig: "name certificates",
  UserVolumeConfig: `name volumeType ${provisioning} filesystem{type projectQuotaSupport} ${encryption}
    mount{disableAccessTime secure}`,
  VLANConfig: `name vlanID vlanMode parent ${link}`,
  VRFConfig: `name hardwareAddr links table ${link}`,
  VolumeConfig: `name ${provisioning} ${encryption} mount{secure}`,
  WatchdogTimerConfig: "device timeout",
  WireguardConfig: `name privateKey listenPort firewallMark ${link}
    peers{publicKey presharedKey endpoint persistentKeepaliveInterval allowedIPs}`,
  ZswapConfig: "maxPoolPercent shrinkerEnabled",
};

export const documentKinds: readonly string[] = Object.keys(tables);

/** Undefined for a kind that Talos does not know. */
export function documentKeys(kind: string): KeyTree | undefined {
  const table = tables[kind];
  return table === undefined ? undefined : keyTree(`apiVersion kind ${table}`);
}
