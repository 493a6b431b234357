package main

import (
	"archive/tar"
	"compress/gzip"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Packs a module's chart as `helm package` does.
func writeChart(folder string, module module) error {
	name := "cilium-" + strings.TrimPrefix(module.Version, "v") + ".tgz"
	file, err := os.Create(filepath.Join(folder, name))
	if err != nil {
		return err
	}
	zipped := gzip.NewWriter(file)
	archive := tar.NewWriter(zipped)
	err = pack(archive, os.DirFS(filepath.Join(module.Dir, ciliumChart)))
	return errors.Join(err, archive.Close(), zipped.Close(), file.Close())
}

func pack(archive *tar.Writer, chart fs.FS) error {
	return fs.WalkDir(chart, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(chart, path)
		if err != nil {
			return err
		}
		header := tar.Header{Name: "cilium/" + path, Mode: 0o644, Size: int64(len(text))}
		if err := archive.WriteHeader(&header); err != nil {
			return err
		}
		_, err = archive.Write(text)
		return err
	})
}
