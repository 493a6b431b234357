import { randomUUID } from "node:crypto";
import type { DatacenterSpec, DownloadableFile, HostSpec } from "../spec";
import { freshKeyPair } from "../ssh-key-pair";
import type { WorldFile } from "./world-file";

export interface Given {
  readonly spec: DatacenterSpec;
  readonly downloads: readonly DownloadableFile[];
  /** Ids of tokens whose secret the file leaves to us. */
  readonly newTokens: ReadonlySet<string>;
}

/** What a file describes, as the simulation begins with it. */
export function specOf({ version, hosts, guests, files, downloads, tokens, ssh }: WorldFile): Given {
  const given = tokens.map(({ id, secret = randomUUID(), privileges }) => ({ id, secret, privileges }));
  const [token, ...otherTokens] = given as [(typeof given)[number], ...typeof given];
  return {
    spec: {
      token,
      otherTokens,
      files,
      pveVersion: version,
      hosts: Object.fromEntries(Object.entries(hosts).map(([name, host]) => [name, hostOf(host)])),
      machines: guests.map(({ disk, image, ...guest }) => ({
        ...guest,
        ...(disk && { disk: { ...disk, ...(image !== undefined && { image }) } }),
      })),
      // A key that nobody has lets nobody in.
      sshUser: ssh?.user ?? "root",
      sshPublicKey: ssh?.publicKey ?? freshKeyPair().public,
    },
    downloads: downloads.map(({ diskGiB, sha512, ...file }) => ({
      ...file,
      ...(sha512 !== undefined && { sha512 }),
      ...(diskGiB !== undefined && { diskGiB }),
    })),
    newTokens: new Set(tokens.filter(({ secret }) => secret === undefined).map(({ id }) => id)),
  };
}

function hostOf({ interfaces, bridges, storages, ...host }: WorldFile["hosts"][string]): HostSpec {
  return {
    ...host,
    nics: interfaces,
    bridges: bridges.map(({ name, vlanAware, cidr, ports }) => ({
      name,
      vlanAware,
      ...(cidr !== undefined && { cidr }),
      ...(ports && { ports }),
    })),
    storages: Object.fromEntries(
      Object.entries(storages).map(([name, { shared, ...storage }]) => [name, { ...storage, isShared: shared }]),
    ),
    mappings: {},
  };
}
