// Api-server-flags FOLDER writes api-server-flags-1.29.json there: the flags of kube-apiserver by name, with the method of
// pflag that each is defined by, out of the source of its release. To build the server, or only its options, takes as long as
// everything else of this module; nothing of what is read here is built.
package main

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// Where the server's flags are defined (cmd/kube-apiserver/app/options/options.go, Flags, and what it calls).
var packages = map[string][]string{
	"k8s.io/kubernetes": {
		"cmd/kube-apiserver/app/options", "pkg/controlplane/apiserver/options", "pkg/kubeapiserver/options",
	},
	"k8s.io/apiserver":      {"pkg/server/options"},
	"k8s.io/component-base": {"featuregate", "logs/api/v1", "metrics"},
}

func main() {
	flags := map[string]string{}
	for module, folders := range packages {
		root := folderOf(module)
		for _, folder := range folders {
			collect(filepath.Join(root, folder), flags)
		}
	}
	if len(flags) < 120 {
		log.Fatalf("found only %d flags", len(flags))
	}
	text, err := json.MarshalIndent(flags, "", " ")
	check(err)
	check(os.WriteFile(filepath.Join(os.Args[len(os.Args)-1], "api-server-flags-1.29.json"), text, 0o644))
}

func folderOf(module string) string {
	command := exec.Command(os.Getenv("HOMELAB_GO"), "list", "-m", "-f", "{{.Dir}}", module)
	command.Dir = os.Getenv("HOMELAB_GO_MODULE")
	command.Stderr = os.Stderr
	out, err := command.Output()
	check(err)
	return strings.TrimSpace(string(out))
}

// collect notes every call such as fs.StringVar(&field, "name", …).
func collect(folder string, flags map[string]string) {
	files := token.NewFileSet()
	notTests := func(file fs.FileInfo) bool { return !strings.HasSuffix(file.Name(), "_test.go") }
	parsed, err := parser.ParseDir(files, folder, notTests, 0)
	check(err)
	constants := map[string]string{}
	each(parsed, func(spec *ast.ValueSpec) {
		for i, name := range spec.Names {
			if i < len(spec.Values) {
				constants[name.Name] = textOf(spec.Values[i], nil)
			}
		}
	})
	each(parsed, func(call *ast.CallExpr) { note(call, constants, flags) })
}

func each[Node ast.Node](parsed map[string]*ast.Package, see func(Node)) {
	for _, one := range parsed {
		ast.Inspect(one, func(node ast.Node) bool {
			if found, ok := node.(Node); ok {
				see(found)
			}
			return true
		})
	}
}

func note(call *ast.CallExpr, constants, flags map[string]string) {
	method, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || len(call.Args) < 2 || !strings.Contains(method.Sel.Name, "Var") {
		return
	}
	if name := textOf(call.Args[1], constants); name != "" {
		flags[name] = method.Sel.Name
	}
}

// textOf is a text in quotes, or that of a constant.
func textOf(node ast.Expr, constants map[string]string) string {
	switch one := node.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(one.Value)
		if one.Kind == token.STRING && err == nil {
			return text
		}
	case *ast.Ident:
		return constants[one.Name]
	}
	return ""
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
