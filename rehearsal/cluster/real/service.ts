import { must, type ApiClient, type ObjectMeta } from "./api-client";

/** A Service that wants addresses from outside the cluster. */
export interface Service {
  readonly metadata: ObjectMeta & { readonly namespace: string };
  readonly spec: {
    readonly type?: string;
    readonly loadBalancerIP?: string;
    readonly ports?: readonly { readonly port: number; readonly protocol?: string }[];
  };
  readonly status?: { readonly loadBalancer?: { readonly ingress?: readonly { readonly ip?: string }[] } };
}

export const addressesOf = ({ status }: Service): string[] =>
  (status?.loadBalancer?.ingress ?? []).flatMap(({ ip }) => ip ?? []);

export async function giveAddresses(
  api: Pick<ApiClient, "ask">,
  { metadata: { namespace, name } }: Service,
  addresses: readonly string[],
): Promise<void> {
  const status = { loadBalancer: { ingress: addresses.map((ip) => ({ ip, ipMode: "VIP" })) } };
  await must(api, ["PATCH", `/api/v1/namespaces/${namespace}/services/${name}/status`, { status }], 404);
}
