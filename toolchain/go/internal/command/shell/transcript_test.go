package shell

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// recorded is a transcript whose log lines can be looked at.
func recorded(logging Logging) (*Transcript, *[]string) {
	var lines []string
	log := func(line string) { lines = append(lines, line) }
	return &Transcript{
		outLog: lineLog{on: logging.stdout(), log: log},
		eLog:   lineLog{on: logging.stderr(), log: log},
	}, &lines
}

func TestLinesAreLoggedAsTheyBecomeComplete(t *testing.T) {
	transcript, lines := recorded("")
	fmt.Fprint(transcript.Stdout(), "one\r\ntw")
	if !slices.Equal(*lines, []string{"one"}) {
		t.Errorf("while running: %q", *lines)
	}
	fmt.Fprint(transcript.Stderr(), "warning\n")
	fmt.Fprint(transcript.Stdout(), "o")
	transcript.Output()
	if want := []string{"one", "warning", "two"}; !slices.Equal(*lines, want) {
		t.Errorf("at the end: %q", *lines)
	}
}

func TestALineLongerThanAnyBufferIsLoggedAndKept(t *testing.T) {
	transcript, lines := recorded(LogStdout)
	long := strings.Repeat("x", 1<<20)
	fmt.Fprintln(transcript.Stdout(), long)
	if output := transcript.Output(); output.Stdout != long || (*lines)[0] != long {
		t.Error("the line was cut")
	}
}

func TestLoggingChoosesStreamsButKeepsBothAsOutputs(t *testing.T) {
	for logging, want := range map[Logging]string{
		LogNone: "", LogStdout: "out", LogStderr: "err", LogStdoutAndStderr: "out err", "": "out err",
	} {
		transcript, lines := recorded(logging)
		fmt.Fprintln(transcript.Stdout(), "out")
		fmt.Fprintln(transcript.Stderr(), "err")
		if output := transcript.Output(); output.Stdout != "out" || output.Stderr != "err" {
			t.Errorf("%q: outputs %+v", logging, output)
		}
		if got := strings.Join(*lines, " "); got != want {
			t.Errorf("%q: logged %q, want %q", logging, got, want)
		}
	}
}

func TestAFailureShowsBothStreamsInTheirOrder(t *testing.T) {
	transcript, _ := recorded(LogNone)
	fmt.Fprintln(transcript.Stdout(), "a")
	fmt.Fprintln(transcript.Stderr(), "b")
	fmt.Fprintln(transcript.Stdout(), "c")
	cause := errors.New("exit status 1")
	err := transcript.Failure(cause, "do")
	if !errors.Is(err, cause) || err.Error() != "exit status 1: running \"do\":\na\nb\nc\n" {
		t.Errorf("got %q", err)
	}
}
