package local

import (
	"io/fs"
	"os"
	"path"
	"strings"

	"github.com/gobwas/glob"
	"github.com/pulumi/pulumi-go-provider/infer/types"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// collect reads the files that the patterns name, after the command has made them.
func (c *CommandOutputs) collect(folder string) error {
	if c.AssetPaths != nil {
		assets, err := filesMatching(folder, *c.AssetPaths)
		if err != nil {
			return err
		}
		found := map[string]*types.AssetOrArchive{}
		for name, asset := range assets {
			found[name] = &types.AssetOrArchive{Asset: asset}
		}
		c.Assets = &found
	}
	if c.ArchivePaths != nil {
		assets, err := filesMatching(folder, *c.ArchivePaths)
		if err != nil {
			return err
		}
		members := map[string]any{}
		for name, asset := range assets {
			members[name] = asset
		}
		if c.Archive, err = resource.NewAssetArchive(members); err != nil {
			return err
		}
	}
	return nil
}

// rule is one pattern; an excluding one takes back what earlier ones found.
type rule struct {
	glob    glob.Glob
	exclude bool
}

// filesMatching walks the folder. Folders themselves are never found, only files.
func filesMatching(folder string, patterns []string) (map[string]*resource.Asset, error) {
	var rules []rule
	for _, pattern := range patterns {
		pattern, exclude := strings.CutPrefix(pattern, "!")
		compiled, err := glob.Compile(pattern, '/')
		if err != nil {
			return nil, err
		}
		rules = append(rules, rule{compiled, exclude})
	}
	found := map[string]*resource.Asset{}
	err := fs.WalkDir(os.DirFS(folder), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		if !selected(rules, name) {
			return nil
		}
		found[name], err = resource.NewPathAsset(path.Join(folder, name))
		return err
	})
	return found, err
}

func selected(rules []rule, name string) bool {
	yes := false
	for _, rule := range rules {
		if rule.glob.Match(name) {
			yes = !rule.exclude
		}
	}
	return yes
}
