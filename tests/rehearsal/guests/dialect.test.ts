import { execFileSync } from "node:child_process";
import { bootMachine, exec, login, machine, smallSimulation, type SmallSimulation } from "./support";
import type { Client } from "ssh2";

/** Snippets whose output and status must be those of a real /bin/sh: what the program's scripts are made of, and its traps. */
const snippets = [
  `set -- echo "a  b" c; "$@" d`,
  `m() { "$@" </dev/null; }; m echo a b`,
  `m() { until "$@" >/dev/null 2>&1; do echo again; break; done; echo done; }; m cat /nope`,
  `set -eu; x=3; until [ "$x" -gt 5 ]; do x=$((x + 1)); done; echo $x`,
  `set -e; f() { false; echo inside; }; f || true; echo after`,
  `set -e; f() { false; echo inside; }; f && echo yes; echo after`,
  `set -e; { false; echo inside; } || true; echo after`,
  `set -e; f() { false; echo inside; }; ! f; echo after`,
  `set -e; f() { false; echo inside; }; if f; then echo yes; fi; f; echo never`,
  `set -e; f() { return 3; }; f || s=$?; echo $s`,
  `set -e; false && true; echo after`,
  `set -e; x=$(false); echo never`,
  `set -e; x=$(false) || echo "status $?"; echo after`,
  `set -eu; if false; then g=1; else g=0; fi; echo $g`,
  `set -eu; t=x; if [ -z "$t" ]; then g=$((g + 1)); else g=0; fi; echo $g`,
  `(set -eu; echo "$nothing"; echo never) || echo unset`,
  `set -e; f() { [ 1 = 2 ] && echo no; }; f; echo never`,
  `set -e; f() { [ 1 = 2 ] && echo no; }; if f; then echo yes; else echo "no $?"; fi`,
  `set -e; f() { echo a; }; f; g() { f && return; }; g; echo after`,
  `set -eu; echo "[\${nothing:-default}] [\${nothing:+set}]"`,
  `f() { false || { echo trouble && return; }; echo unreached; }; t=$(f); echo "[$t] $?"`,
  `set -e; f() { [ 1 = 2 ] || { echo a && return; }; }; t=$(f); [ -z "$t" ] || echo "got $t"`,
  `d=$(mktemp -d); echo 'echo "$# \${10} \${11}"' >$d/s; chmod +x $d/s; f() { $d/s 1 2 3 4 5 6 7 8 9 ten eleven; }; f a b c d e f g h i j k`,
  `d=$(mktemp -d); echo 'echo "$# \${10} \${11}"' >$d/s; chmod +x $d/s; f() { "$d"/s 1 2 3 4 5 6 7 8 9 ten eleven; }; f a b c d e f g h i j k`,
  `d=$(mktemp -d); echo 'echo "$# \${10} \${11}"' >$d/s; chmod +x $d/s; f() { cd $d; ./s 1 2 3 4 5 6 7 8 9 ten eleven; }; f a b c d e f g h i j k`,
  `d=$(mktemp -d); echo 'echo "$# \${10} \${11}"' >$d/s; chmod +x $d/s; f() { sh $d/s 1 2 3 4 5 6 7 8 9 ten eleven; }; f a b c d e f g h i j k`,
  `set -- 1 2 3 4 5 6 7 8 9 ten eleven; echo "\${10} \${11} $#"; shift 9; echo "$@"`,
  `f() { for a in "$@"; do printf '<%s>' "$a"; done; echo; }; f "a b" "" c`,
  `for i in 1 2 3; do [ $i = 2 ] && continue; echo $i; [ $i = 3 ] && break; done; echo end`,
  `case abc in a*) echo yes ;; *) echo no ;; esac; case "x y" in *" y") echo tail ;; esac`,
  `x=key=value:Effect; echo "\${x%%=*} \${x##*:} \${x#*=}"`,
  `cat <<'END'\n  $not expanded \\\nEND\ncat <<END\n$((1 + 1))\nEND`,
  `c=$(printf 'a\\nb\\n' && echo x); c=\${c%x}; printf '%s' "$c"`,
  `printf '%s: %s\\n' a "b c" >&2; echo out`,
  `(exit 4); echo $?; (umask 077; echo sub); echo $?`,
  `x=1; (x=2); echo $x; { x=3; }; echo $x`,
  `echo a b c | while read -r first rest; do echo "$rest $first"; done`,
  `printf 'one 1\\ntwo 2\\n' | awk -v me=one '$1 != me { n += $2 } END { print n + 0 }'`,
  `echo '{"peerURLs":1,"peerURLs":2}' | grep -o '"peerURLs"' | wc -l | tr -d ' '`,
  `grep -q nothing /etc/passwd || echo "no $?"`,
  `nosuchprogram; echo $?`,
  `false | true; echo $?; true | false; echo $?`,
  `set -e; trap 'echo bye' EXIT; echo hi; false; echo never`,
  `i=0; while :; do i=$((i + 1)); [ $i -lt 3 ] || break; done; echo $i`,
  `f() { g() { echo inner $1; }; g "$1"; }; f x; g y`,
  `set -e; f() { if [ "$1" = a ]; then return 0; fi; return 2; }; f a; f b || echo "f $?"`,
  `a='x y'; set -- $a; echo $#; set -- "$a"; echo $#`,
  `echo "$(echo "$(echo nested)")" \`echo old\``,
  `[ -e /etc/passwd ] && [ ! -e /nope ] && [ -d /etc ] && echo files`,
  `exit 7`,
];

let simulation: SmallSimulation;
let client: Client;
beforeAll(async () => {
  simulation = await smallSimulation();
  await bootMachine(simulation, machine(1));
  client = await login(simulation, { address: "10.10.10.101" });
});
afterAll(async () => {
  client.end();
  await simulation.close();
});

test.each(snippets)("agrees with /bin/sh on: %s", async (script) => {
  const simulated = await exec(client, "sh -s", script);
  expect({ stdout: simulated.stdout, code: simulated.code }).toEqual(realShell(script));
});

function realShell(script: string): { stdout: string; code: number } {
  try {
    const stdout = execFileSync("/bin/sh", ["-s"], {
      input: script,
      encoding: "utf8",
      stdio: ["pipe", "pipe", "ignore"],
    });
    return { stdout, code: 0 };
  } catch (error) {
    const { stdout, status } = error as { stdout: string; status: number };
    return { stdout, code: status };
  }
}
