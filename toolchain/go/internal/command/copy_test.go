package command_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"homelab/toolchain/internal/command/sshtest"
)

// copyTo copies a source to a path of the machine, which is this one.
func copyTo(t *testing.T, source any, remotePath string) error {
	t.Helper()
	machine := (&sshtest.Server{}).Start(t)
	_, err := newPlugin(t, "remote:CopyToRemote").create(map[string]any{
		"connection": directTo(machine), "source": source, "remotePath": remotePath,
	}, 0)
	return err
}

func TestATextBecomesAFileAndItsFoldersAreMade(t *testing.T) {
	source, err := resource.NewTextAsset("server: https://10.10.10.110:9345\n")
	wantNoError(t, err)
	target := filepath.Join(t.TempDir(), "etc", "rancher", "config.yaml")
	wantNoError(t, copyTo(t, source, target))
	wantContent(t, target, "server: https://10.10.10.110:9345\n")
	wantError(t, copyTo(t, source, filepath.Dir(target)), "it is a folder")
}

func TestAFileGoesToAPathOrIntoAFolder(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, "a.txt")
	wantNoError(t, os.WriteFile(file, []byte("a"), 0o600))
	source, err := resource.NewPathAsset(file)
	wantNoError(t, err)

	wantNoError(t, copyTo(t, source, filepath.Join(folder, "new", "b.txt")))
	wantContent(t, filepath.Join(folder, "new", "b.txt"), "a")
	wantNoError(t, copyTo(t, source, filepath.Join(folder, "new")))
	wantContent(t, filepath.Join(folder, "new", "a.txt"), "a")
}

func TestAFolderGoesUnderItsNameAndWithASlashOnlyItsContent(t *testing.T) {
	from, to := filepath.Join(t.TempDir(), "tree"), t.TempDir()
	wantNoError(t, os.MkdirAll(filepath.Join(from, "deep"), 0o700))
	wantNoError(t, os.WriteFile(filepath.Join(from, "deep", "leaf"), []byte("leaf"), 0o600))
	whole, err := resource.NewPathArchive(from)
	wantNoError(t, err)
	content, err := resource.NewPathArchive(from + "/")
	wantNoError(t, err)

	wantNoError(t, copyTo(t, whole, filepath.Join(to, "one")))
	wantContent(t, filepath.Join(to, "one", "tree", "deep", "leaf"), "leaf")
	wantNoError(t, copyTo(t, content, filepath.Join(to, "two")))
	wantContent(t, filepath.Join(to, "two", "deep", "leaf"), "leaf")
	wantError(t, copyTo(t, whole, filepath.Join(to, "two", "deep", "leaf")), "is no folder")
}

func TestOnlyChangedContentIsCopiedAgain(t *testing.T) {
	machine := (&sshtest.Server{}).Start(t)
	plugin := newPlugin(t, "remote:CopyToRemote")
	source, err := resource.NewTextAsset("same")
	wantNoError(t, err)
	inputs := map[string]any{"connection": directTo(machine), "source": source, "remotePath": filepath.Join(t.TempDir(), "f")}
	state, err := plugin.create(inputs, 0)
	wantNoError(t, err)
	dialled := machine.Accepted()
	_, err = plugin.update(state, with(inputs, map[string]any{"connection": with(directTo(machine), map[string]any{"user": "other"})}))
	wantNoError(t, err)
	if machine.Accepted() != dialled {
		t.Error("another user alone made it copy again")
	}
	other, err := resource.NewTextAsset("other")
	wantNoError(t, err)
	_, err = plugin.update(state, with(inputs, map[string]any{"source": other}))
	wantNoError(t, err)
	if machine.Accepted() == dialled {
		t.Error("another content was not copied")
	}
}

func TestSourcesThatTheReleaseCannotCopyAreRefusedByName(t *testing.T) {
	member, err := resource.NewTextAsset("x")
	wantNoError(t, err)
	assets, err := resource.NewAssetArchive(map[string]any{"x": member})
	wantNoError(t, err)
	inputs := map[string]any{"connection": map[string]any{"host": "a"}, "source": assets, "remotePath": "/tmp"}
	_, failures := newPlugin(t, "remote:CopyToRemote").check(inputs)
	if len(failures) != 1 {
		t.Fatalf("failures: %+v", failures)
	}
	want := "command 1.2.1-compatible build: remote.CopyToRemote of a remote archive or an archive of assets " +
		"is not supported, supported are FileAsset, StringAsset and FileArchive"
	if failures[0].Reason != want {
		t.Errorf("got %q", failures[0].Reason)
	}
}

func wantContent(t *testing.T, path, want string) {
	t.Helper()
	content, err := os.ReadFile(path)
	wantNoError(t, err)
	if string(content) != want {
		t.Errorf("%s holds %q", path, content)
	}
}
