import { failed, ok, program, type Process } from "../program";

const isLocale = (name: string): boolean => /^[a-z]{2,3}_[A-Z]{2}(\.[\w-]+)?(@\w+)?$|^C(\.UTF-8)?$/.test(name);

function localectl(args: readonly string[], { guest, user }: Process) {
  const [verb = "status", value = ""] = args.filter((word) => !word.startsWith("-"));
  if (verb === "status") {
    const lang = /LANG=(.*)/.exec(guest.tree.read("/etc/default/locale") ?? "")?.[1] ?? "C.UTF-8";
    const layout = /XKBLAYOUT="(.*)"/.exec(guest.tree.read("/etc/default/keyboard") ?? "")?.[1] ?? "us";
    return ok(`System Locale: LANG=${lang}\n    VC Keymap: (unset)\n   X11 Layout: ${layout}\n`);
  }
  if (user.uid !== 0) return failed(1, `Could not ${verb}: Interactive authentication required.`);
  if (verb === "set-locale")
    guest.tree.write("/etc/default/locale", `${value.includes("=") ? value : `LANG=${value}`}\n`);
  else if (verb === "set-keymap" || verb === "set-x11-keymap")
    guest.tree.write("/etc/default/keyboard", `XKBLAYOUT="${value}"\n`);
  else return failed(1, `Unknown command verb ${verb}.`);
  return ok();
}

export const localeTools = [
  program("localectl", localectl),
  program("locale-gen", (args, { guest }) => {
    // Debian's makes what /etc/locale.gen lists, and looks at no argument.
    if (!guest.image.cloudInit.generatesGivenLocale) return ok("Generation complete.\n");
    const wrong = args.find((name) => !name.startsWith("-") && !isLocale(name));
    return wrong === undefined
      ? ok("Generation complete.\n")
      : failed(1, `Error: '${wrong}' is not a supported language or locale`);
  }),
  program("update-locale", ([assignment = ""], { guest }) => {
    guest.tree.write("/etc/default/locale", `${assignment}\n`);
    return ok();
  }),
  program("setupcon", () => ok()),
];
