package ssh

import (
	"context"
	"fmt"
	"time"

	p "github.com/pulumi/pulumi-go-provider"
)

const (
	firstPause  = 100 * time.Millisecond
	pauseGrowth = 1.5
	longest     = 5 * time.Second
)

// retry attempts until it works, until the limit of failures is passed or until the context ends. An
// attempt that runs is never cut short: only the pauses hear the context.
func retry[T any](ctx context.Context, what string, limit int, attempt func() (T, error)) (T, error) {
	var nothing T
	pause := firstPause
	for failures := 1; ; failures++ {
		result, err := attempt()
		if err == nil {
			return result, nil
		}
		if limit != NoErrorLimit && failures > limit {
			return nothing, fmt.Errorf("after %d failed attempts: %w", failures-1, err)
		}
		p.GetLogger(ctx).InfoStatusf("%s %d/%s failed: retrying", what, failures, limitText(limit))
		select {
		case <-ctx.Done():
			return nothing, ctx.Err()
		case <-time.After(pause):
		}
		pause = min(time.Duration(float64(pause)*pauseGrowth), longest)
	}
}

func limitText(limit int) string {
	if limit == NoErrorLimit {
		return "inf"
	}
	return fmt.Sprint(limit)
}
