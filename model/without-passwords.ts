/** A text from elsewhere without user info in its URLs: `postgres://user:password@host/state`. */
export const withoutPasswords = (text: string): string => text.replaceAll(/:\/\/[^\s/]*@/g, "://***@");
