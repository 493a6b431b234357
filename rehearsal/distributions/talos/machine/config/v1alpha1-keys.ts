import { keyTree } from "./key-tree";

const extraVolumes = "extraVolumes{hostPath mountPath readonly}";
const component = `image extraArgs* ${extraVolumes} env* resources*`;
const idMappings = "{containerID hostID size}";
const registryTls = "tls{clientIdentity{crt key} ca insecureSkipVerify}";

/**
 * Keys of Talos' first configuration document (reference/configuration/v1alpha1/config, v1.13), those it has deprecated and
 * still reads among them: `network`, `registries`, `time`, `env`, `disks`, `systemDiskEncryption`.
 */
export const v1alpha1Keys = keyTree(`
  version debug persist
  machine{
    type token ca{crt key} acceptedCAs{crt} certSANs
    controlPlane{controllerManager{disabled} scheduler{disabled}}
    kubelet{
      image clusterDNS extraArgs*
      extraMounts{destination type source options uidMappings${idMappings} gidMappings${idMappings}}
      extraConfig* credentialProviderConfig* defaultRuntimeSeccompProfileEnabled registerWithFQDN
      nodeIP{validSubnets} skipNodeRegistration disableManifestsDirectory
    }
    pods*
    network{
      hostname interfaces* nameservers searchDomains extraHostEntries{ip aliases} kubespan* disableSearchDomain
    }
    disks* env* systemDiskEncryption*
    install{
      disk diskSelector{size name model serial modalias uuid wwid type busPath} extraKernelArgs image extensions{image}
      wipe legacyBIOSSupport grubUseUKICmdline
    }
    files{content permissions path op}
    time{disabled servers bootTimeout}
    sysctls* sysfs*
    registries{
      mirrors*{endpoints overridePath skipFallback}
      config*{${registryTls} auth{username password auth identityToken}}
    }
    features{
      rbac stableHostname apidCheckExtKeyUsage
      kubernetesTalosAPIAccess{enabled allowedRoles allowedKubernetesNamespaces}
      diskQuotaSupport kubePrism{enabled port} hostDNS{enabled forwardKubeDNSToHost resolveMemberNames}
      imageCache{localEnabled} nodeAddressSortAlgorithm
    }
    udev{rules} logging{destinations{endpoint* format extraTags*}} kernel{modules{name parameters}}
    seccompProfiles{name value*} baseRuntimeSpecOverrides* nodeLabels* nodeAnnotations* nodeTaints*
  }
  cluster{
    id secret controlPlane{endpoint localAPIServerPort} clusterName
    network{
      cni{name urls flannel{extraArgs kubeNetworkPoliciesEnabled}} dnsDomain podSubnets serviceSubnets
    }
    token aescbcEncryptionSecret secretboxEncryptionSecret ca{crt key} acceptedCAs{crt} aggregatorCA{crt key}
    serviceAccount{key}
    apiServer{
      ${component} certSANs disablePodSecurityPolicy admissionControl{name configuration*} auditPolicy*
      authorizationConfig{type name webhook*}
    }
    controllerManager{${component}} scheduler{${component} config*} proxy{disabled image mode extraArgs*}
    discovery{enabled registries{kubernetes{disabled} service{disabled endpoint}}}
    etcd{image ca{crt key} extraArgs* subnet advertisedSubnets listenSubnets}
    coreDNS{disabled image} externalCloudProvider{enabled manifests}
    extraManifests extraManifestHeaders* inlineManifests{name contents} adminKubeconfig{certLifetime}
    allowSchedulingOnMasters allowSchedulingOnControlPlanes
  }`);
