const words: Readonly<Record<string, string>> = {
  ENOENT: "no such file or directory",
  EACCES: "permission denied",
  EISDIR: "is a directory",
  ENOTDIR: "not a directory",
  EEXIST: "file exists",
};

/** A file operation of the started process that failed; `reason` is Go's and strerror's text. */
export class FileFailure extends Error {
  readonly code: string;
  readonly reason: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
    this.reason = words[code] ?? message;
  }
}
