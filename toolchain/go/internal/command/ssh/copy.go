package ssh

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/pkg/sftp"
)

// CopyText writes a text to a file of the remote machine.
func CopyText(ctx context.Context, target Target, text, to string) error {
	return withFiles(ctx, target, func(files remoteFiles) error {
		existing, err := files.stat(to)
		if err != nil {
			return err
		}
		if existing != nil && existing.IsDir() {
			return fmt.Errorf("remotePath %s: it is a folder, a text needs the name of a file", to)
		}
		return files.write(strings.NewReader(text), to)
	})
}

// CopyPath copies a file or a folder of this machine. A file goes into an existing folder under its
// own name. So does a folder, unless its path ends in a slash, which stands for its content.
func CopyPath(ctx context.Context, target Target, from, to string) error {
	source, err := os.Stat(from)
	if err != nil {
		return err
	}
	return withFiles(ctx, target, func(files remoteFiles) error {
		existing, err := files.stat(to)
		switch {
		case err != nil:
			return err
		case !source.IsDir() && existing != nil && existing.IsDir():
			return files.copyFile(from, path.Join(to, filepath.Base(from)))
		case !source.IsDir():
			return files.copyFile(from, to)
		case strings.HasSuffix(from, "/"):
			return files.copyFolder(from, to)
		}
		if err := files.folder(to); err != nil {
			return err
		}
		return files.copyFolder(from, path.Join(to, filepath.Base(from)))
	})
}

// withFiles opens the file system of the remote machine for one piece of work.
func withFiles(ctx context.Context, target Target, work func(remoteFiles) error) error {
	client, err := Dial(ctx, target)
	if err != nil {
		return err
	}
	defer client.Close()
	session, err := sftp.NewClient(client, sftp.UseConcurrentWrites(true))
	if err != nil {
		return err
	}
	defer session.Close()
	return work(remoteFiles{session})
}

// remoteFiles is the file system of the remote machine, with errors that name the path.
type remoteFiles struct{ client *sftp.Client }

// stat gives nil for a path that does not exist.
func (f remoteFiles) stat(name string) (fs.FileInfo, error) {
	info, err := f.client.Stat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("stat of remote %s: %w", name, err)
	}
	return info, nil
}

// folder makes a folder and those above it.
func (f remoteFiles) folder(name string) error {
	existing, err := f.stat(name)
	if err != nil {
		return err
	}
	if existing != nil && !existing.IsDir() {
		return fmt.Errorf("remote %s: exists and is no folder", name)
	}
	if existing == nil {
		if err := f.client.MkdirAll(name); err != nil {
			return fmt.Errorf("making remote folder %s: %w", name, err)
		}
	}
	return nil
}

func (f remoteFiles) write(content io.Reader, to string) error {
	if err := f.folder(path.Dir(to)); err != nil {
		return err
	}
	file, err := f.client.Create(to)
	if err != nil {
		return fmt.Errorf("making remote file %s: %w", to, err)
	}
	_, err = file.ReadFrom(content)
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return fmt.Errorf("writing remote file %s: %w", to, err)
	}
	return nil
}

func (f remoteFiles) copyFile(from, to string) error {
	file, err := os.Open(from)
	if err != nil {
		return err
	}
	defer file.Close()
	return f.write(file, to)
}

func (f remoteFiles) copyFolder(from, to string) error {
	return fs.WalkDir(os.DirFS(from), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir():
			return f.folder(path.Join(to, name))
		}
		return f.copyFile(filepath.Join(from, name), path.Join(to, name))
	})
}
