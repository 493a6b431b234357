package shell

import (
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
	mutex        sync.Mutex
	out, err     bytes.Buffer
	both         bytes.Buffer
	outLog, eLog lineLog
}

// NewTranscript logs to the engine behind the context.
func NewTranscript(ctx context.Context, logging Logging) *Transcript {
	log := p.GetLogger(ctx).InfoStatus
	return &Transcript{
		outLog: lineLog{on: logging.stdout(), log: log},
		eLog:   lineLog{on: logging.stderr(), log: log},
	}
}

// Stdout is where the command's standard output goes.
func (t *Transcript) Stdout() io.Writer { return stream{t, &t.out, &t.outLog} }

// Stderr is where the command's standard error goes.
func (t *Transcript) Stderr() io.Writer { return stream{t, &t.err, &t.eLog} }

// Output logs a last unfinished line and gives the outputs.
func (t *Transcript) Output() Output {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.outLog.flush()
	t.eLog.flush()
	return Output{
		Stdout: strings.TrimSuffix(t.out.String(), "\n"),
		Stderr: strings.TrimSuffix(t.err.String(), "\n"),
	}
}

// Failure is the error of a command that did not succeed: the cause, the command, all it wrote.
func (t *Transcript) Failure(cause error, command string) error {
	t.Output()
	t.mutex.Lock()
	defer t.mutex.Unlock()
	return fmt.Errorf("%w: running %q:\n%s", cause, command, t.both.String())
}

// stream is one of the two streams; both may be written to at once.
type stream struct {
	transcript *Transcript
	own        *bytes.Buffer
	log        *lineLog
}

func (s stream) Write(text []byte) (int, error) {
	s.transcript.mutex.Lock()
	defer s.transcript.mutex.Unlock()
	s.own.Write(text)
	s.transcript.both.Write(text)
	s.log.add(text)
	return len(text), nil
}

// lineLog logs whole lines as they become complete.
type lineLog struct {
	on      bool
	log     func(string)
	partial []byte
}

func (l *lineLog) add(text []byte) {
	if !l.on {
		return
	}
	l.partial = append(l.partial, text...)
	for {
		line, rest, complete := bytes.Cut(l.partial, []byte("\n"))
		if !complete {
			return
		}
		l.partial = rest
		l.log(strings.TrimSuffix(string(line), "\r"))
	}
}

func (l *lineLog) flush() {
	if len(l.partial) > 0 {
		l.log(string(l.partial))
		l.partial = nil
	}
}
