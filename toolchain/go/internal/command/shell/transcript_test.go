package shell

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// recorded is a transcript whose log lines can be looked at once it has ended.
func recorded(logging Logging) (*Transcript, *[]string) {
	var lines []string
	return newTranscript(logging, func(line string) { lines = append(lines, line) }), &lines
}

func TestBothStreamsShareTheLinesOfTheLog(t *testing.T) {
	transcript, lines := recorded("")
	fmt.Fprint(transcript.Stdout(), "one\r\ntw")
	fmt.Fprint(transcript.Stderr(), "warning\n")
	fmt.Fprint(transcript.Stdout(), "o")
	if output := transcript.Output(); output.Stdout != "one\r\ntwo" || output.Stderr != "warning" {
		t.Errorf("outputs: %+v", output)
	}
	if want := []string{"one", "twwarning", "o"}; !slices.Equal(*lines, want) {
		t.Errorf("logged: %q", *lines)
	}
}

func TestALineOf64KiBIsLogged(t *testing.T) {
	transcript, lines := recorded(LogStdout)
	long := strings.Repeat("x", 65_000)
	fmt.Fprintln(transcript.Stdout(), long)
	if output := transcript.Output(); output.Stdout != long || (*lines)[0] != long {
		t.Error("the line was cut")
	}
}

// The fault of the released plugin that steps/log-lines.ts exists for.
func TestALongerLineOnALoggedStreamIsWaitedForForEver(t *testing.T) {
	transcript, _ := recorded(LogStdout)
	done := make(chan struct{})
	go func() {
		fmt.Fprintln(transcript.Stdout(), strings.Repeat("x", 70_000))
		fmt.Fprintln(transcript.Stdout(), "more")
		close(done)
	}()
	select {
	case <-done:
		t.Fatal("somebody read it")
	case <-time.After(500 * time.Millisecond):
	}
}

func TestALongerLineOnAStreamThatIsNotLoggedIsKept(t *testing.T) {
	transcript, _ := recorded(LogStderr)
	long := strings.Repeat("x", 1<<20)
	fmt.Fprintln(transcript.Stdout(), long)
	if transcript.Output().Stdout != long {
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
	transcript.Output()
	err := transcript.Failure(cause, "do")
	if !errors.Is(err, cause) || err.Error() != "exit status 1: running \"do\":\na\nb\nc\n" {
		t.Errorf("got %q", err)
	}
}
