import type { TalosPlan } from "../../../distributions/talos/plan";
import type { InternetFile } from "../../simulation-spec";
import { textFile } from "../../internet";

/** Kinds of the Gateway API's standard channel (config/crd/standard of the project). */
const kinds = ["gatewayclasses", "gateways", "grpcroutes", "httproutes", "referencegrants"];

/** What Talos' controllers download for the cluster; its image comes from the factory. */
export function talosInternet({ cluster }: TalosPlan): InternetFile[] {
  if (!cluster.gatewayApi) return [];
  const release = `https://github.com/kubernetes-sigs/gateway-api/releases/download/${cluster.gatewayApiVersion}`;
  return [textFile(`${release}/standard-install.yaml`, kinds.map(definition).join("---\n"))];
}

function definition(plural: string): string {
  return `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: ${plural}.gateway.networking.k8s.io
`;
}
