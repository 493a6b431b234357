package ssh

import (
	"context"
	"errors"
	"fmt"
	"time"

	p "github.com/pulumi/pulumi-go-provider"
)

const (
	firstPause  = 100 * time.Millisecond
	pauseGrowth = 1.5
	longest     = 5 * time.Second
)

// finalError marks a failure that another attempt cannot mend.
type finalError struct{ error }

func (f finalError) Unwrap() error { return f.error }

// retry attempts until it works, until the limit of failures is passed or until the context ends.
// What is a phrase such as "dialling 10.0.0.1:22", for messages.
func retry[T any](ctx context.Context, what string, limit int, attempt func() (T, error)) (T, error) {
	started := time.Now()
	pause := firstPause
	for failures := 1; ; failures++ {
		result, err := attempt()
		if err == nil {
			return result, nil
		}
		// The context ends a running attempt too, so it is the better reason.
		if ctx.Err() != nil {
			return result, stopped(ctx, what, started, failures, err)
		}
		if final := (finalError{}); errors.As(err, &final) {
			return result, fmt.Errorf("%s: %w", what, final.error)
		}
		if limit != NoErrorLimit && failures > limit {
			return result, fmt.Errorf("%s: after %d failed attempts: %w", what, failures-1, err)
		}
		p.GetLogger(ctx).InfoStatusf("%s: attempt %d of %s failed: %v", what, failures, limitText(limit), err)
		select {
		case <-ctx.Done():
			return result, stopped(ctx, what, started, failures, err)
		case <-time.After(pause):
		}
		pause = min(time.Duration(float64(pause)*pauseGrowth), longest)
	}
}

// stopped says what was tried, for how long and how it failed last; the deadline of a context is
// the resource's customTimeouts.
func stopped(ctx context.Context, what string, started time.Time, failures int, last error) error {
	reason := "cancelled"
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		reason = "gave up, customTimeouts is over"
	}
	return fmt.Errorf("%s: %s after %s and %d attempts (%w), the last one: %w",
		what, reason, time.Since(started).Round(100*time.Millisecond), failures, ctx.Err(), last)
}

func limitText(limit int) string {
	if limit == NoErrorLimit {
		return "any number"
	}
	return fmt.Sprint(limit + 1)
}
