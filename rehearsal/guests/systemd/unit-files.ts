import type { FileTree } from "../disk/file-tree";
import { JobError } from "./job-error";
import { loadUnit, type UnitFile } from "./unit-file";

const NO_INSTALL_SECTION =
  "The unit files have no installation config (WantedBy=, RequiredBy=, UpheldBy=,\nAlso=, or Alias= settings in the [Install] section, and DefaultInstance= for\ntemplate units). This means they are not meant to be enabled or disabled using systemctl.\n";

/** The unit files of a machine as systemd has loaded them, and which of them are wanted at boot. */
export class UnitFiles {
  private readonly tree: FileTree;
  /** Runs before units are read again, as systemd's generators do. */
  private readonly generate: () => void;
  private readonly loaded = new Map<string, UnitFile>();

  constructor(tree: FileTree, generate: () => void) {
    this.tree = tree;
    this.generate = generate;
    this.reload();
  }

  reload(): void {
    this.generate();
    this.loaded.clear();
  }

  /** The unit as loaded: a change on disk counts only after a reload. */
  find(name: string): UnitFile | undefined {
    const known = this.loaded.get(name) ?? loadUnit(this.tree, name);
    if (known) this.loaded.set(name, known);
    return known;
  }

  isEnabled(name: string): boolean {
    const target = this.find(name)?.wantedBy;
    return target !== undefined && this.tree.find(wantsLink(target, name)) !== undefined;
  }

  enable(name: string): string {
    const file = this.need(name, "enable");
    if (!file.wantedBy) return NO_INSTALL_SECTION;
    if (this.isEnabled(name)) return "";
    const link = wantsLink(file.wantedBy, name);
    this.tree.link(file.path, link);
    return `Created symlink ${link} → ${file.path}.\n`;
  }

  disable(name: string): string {
    const { wantedBy } = this.need(name, "disable");
    if (!wantedBy || !this.isEnabled(name)) return "";
    const link = wantsLink(wantedBy, name);
    this.tree.remove(link);
    return `Removed "${link}".\n`;
  }

  mask(name: string, atRuntime: boolean): string {
    const link = maskLink(name, atRuntime);
    this.tree.link("/dev/null", link);
    this.loaded.delete(name);
    return `Created symlink ${link} → /dev/null.\n`;
  }

  unmask(name: string, atRuntime: boolean): string {
    if (!this.isMasked(name)) return "";
    const link = maskLink(name, atRuntime);
    this.tree.remove(link);
    this.loaded.delete(name);
    return `Removed "${link}".\n`;
  }

  /** An empty file in one of the administrator's folders, such as /dev/null, hides what the package brought. */
  isMasked(name: string): boolean {
    return [true, false].some((atRuntime) => this.tree.read(maskLink(name, atRuntime)) === "");
  }

  /** Units wanted by a target at boot. */
  wanted(target: string): string[] {
    return this.tree.list(`/etc/systemd/system/${target}.wants`);
  }

  private need(name: string, verb: "enable" | "disable"): UnitFile {
    const file = this.find(name);
    if (!file) throw new JobError(`Failed to ${verb} unit: Unit file ${name} does not exist.`, 1);
    return file;
  }
}

function maskLink(name: string, atRuntime: boolean): string {
  return `${atRuntime ? "/run" : "/etc"}/systemd/system/${name}`;
}

function wantsLink(target: string, name: string): string {
  return `/etc/systemd/system/${target}.wants/${name}`;
}
