/** A text of others without what stands before the host of an address in it: `postgres://user:password@host/state`. */
export const withoutPasswords = (text: string): string => text.replaceAll(/:\/\/[^\s/]*@/g, "://***@");
