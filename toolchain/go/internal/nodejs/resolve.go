package nodejs

import (
	"fmt"
	"os"
	"path/filepath"
)

// sdkPath finds a file of the @pulumi/pulumi package as node would from the given folder: in the
// nearest node_modules upward. Asking node itself would cost a start of node per run.
func sdkPath(from string, file ...string) (string, error) {
	suffix := append([]string{"node_modules", "@pulumi", "pulumi"}, file...)
	for folder := from; ; folder = filepath.Dir(folder) {
		candidate := filepath.Join(append([]string{folder}, suffix...)...)
		if _, err := os.Stat(candidate); err == nil {
			return candidate, nil
		}
		if folder == filepath.Dir(folder) {
			return "", fmt.Errorf("%s: no node_modules/@pulumi/pulumi here or above; run `npm ci` first", from)
		}
	}
}
