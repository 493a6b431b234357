package shell

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"sync"

	p "github.com/pulumi/pulumi-go-provider"
)

// Logging says which streams go to the engine's log line by line. Both streams are always kept as
// outputs. Absent means both.
type Logging string

// The values of Logging.
const (
	LogNone            Logging = "none"
	LogStdout          Logging = "stdout"
	LogStderr          Logging = "stderr"
	LogStdoutAndStderr Logging = "stdoutAndStderr"
)

func (l Logging) stdout() bool { return l == "" || l == LogStdout || l == LogStdoutAndStderr }
func (l Logging) stderr() bool { return l == "" || l == LogStderr || l == LogStdoutAndStderr }

// Transcript keeps what a command writes: each stream for the outputs, both in their order for the
// error message, and line by line for the log.
type Transcript struct {
	mutex          sync.Mutex
	out, err, both bytes.Buffer
	logging        Logging
	log            *io.PipeWriter
	logged         chan struct{}
}

// NewTranscript logs to the engine behind the context.
func NewTranscript(ctx context.Context, logging Logging) *Transcript {
	return newTranscript(logging, p.GetLogger(ctx).InfoStatus)
}

// newTranscript reads the log as the released plugin does: both streams through one pipe, so that an
// unfinished line of one goes on with what the other says, and with a scanner that stops for good at a
// line of more than 64 KiB. From then on nobody reads, and who writes waits for ever.
func newTranscript(logging Logging, say func(string)) *Transcript {
	reader, writer := io.Pipe()
	t := &Transcript{logging: logging, log: writer, logged: make(chan struct{})}
	go func() {
		defer close(t.logged)
		for lines := bufio.NewScanner(reader); lines.Scan(); {
			say(lines.Text())
		}
	}()
	return t
}

// Stdout is where the command's standard output goes.
func (t *Transcript) Stdout() io.Writer { return t.stream(&t.out, t.logging.stdout()) }

// Stderr is where the command's standard error goes.
func (t *Transcript) Stderr() io.Writer { return t.stream(&t.err, t.logging.stderr()) }

// Output ends the log, with a last unfinished line, and gives the outputs.
func (t *Transcript) Output() Output {
	_ = t.log.Close()
	<-t.logged
	return Output{
		Stdout: strings.TrimSuffix(t.out.String(), "\n"),
		Stderr: strings.TrimSuffix(t.err.String(), "\n"),
	}
}

// Failure is the error of a command that did not succeed: the cause, the command, all it wrote.
func (t *Transcript) Failure(cause error, command string) error {
	return fmt.Errorf("%w: running %q:\n%s", cause, command, t.both.String())
}

// stream keeps first and logs then: a write that hangs in the log has been kept.
func (t *Transcript) stream(own *bytes.Buffer, logged bool) io.Writer {
	kept := writer(func(text []byte) {
		t.mutex.Lock()
		defer t.mutex.Unlock()
		own.Write(text)
		t.both.Write(text)
	})
	if !logged {
		return kept
	}
	return io.MultiWriter(kept, t.log)
}

// writer is a Writer that cannot fail.
type writer func([]byte)

func (w writer) Write(text []byte) (int, error) {
	w(text)
	return len(text), nil
}
