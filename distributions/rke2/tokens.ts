/** What RKE2's tokens are for, as the derivation spells it: another word would make another token. */
export const tokenPurposes = { server: "rke2 server token", agent: "rke2 agent token" } as const;
