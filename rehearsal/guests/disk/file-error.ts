const words = {
  ENOENT: "no such file or directory",
  EACCES: "permission denied",
  EPERM: "operation not permitted",
  EEXIST: "file already exists",
  ENOTDIR: "not a directory",
  EISDIR: "illegal operation on a directory",
  ENOTEMPTY: "directory not empty",
  EINVAL: "invalid argument",
  ELOOP: "too many symbolic links encountered",
} as const;

export type FileErrno = keyof typeof words;

/** A failed file operation, worded as Node words it, which is what just-bash's commands look for. */
export class FileError extends Error {
  readonly code: FileErrno;

  constructor(code: FileErrno, operation: string, path: string) {
    super(`${code}: ${words[code]}, ${operation} '${path}'`);
    this.code = code;
  }
}
