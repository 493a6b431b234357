package main

import (
	"bytes"
	"context"

	"github.com/containerd/log"
	"github.com/sirupsen/logrus"
)

// A context that collects what containerd only logs: of a key it does not know it says no more.
func listening() (context.Context, *bytes.Buffer) {
	words := &bytes.Buffer{}
	logger := logrus.New()
	logger.SetOutput(words)
	logger.SetFormatter(&logrus.TextFormatter{DisableTimestamp: true})
	return log.WithLogger(context.Background(), logrus.NewEntry(logger)), words
}

// All complaints, and the logged words if there are any.
func with(words *bytes.Buffer, complaints ...string) []string {
	if words.Len() > 0 {
		complaints = append(complaints, words.String())
	}
	return append([]string{}, complaints...)
}
