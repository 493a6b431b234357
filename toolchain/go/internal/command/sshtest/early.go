package sshtest

import (
	"bufio"

	"golang.org/x/crypto/ssh"
)

// earChannel is a channel that notices input which comes before there is a command to take it.
type earChannel struct {
	ssh.Channel
	input *bufio.Reader
	spoke chan struct{}
}

func listen(channel ssh.Channel) *earChannel {
	ear := &earChannel{Channel: channel, input: bufio.NewReader(channel), spoke: make(chan struct{})}
	go func() {
		_, _ = ear.input.Peek(1)
		close(ear.spoke)
	}()
	return ear
}

// Read waits for the first byte, and then gives it and what follows.
func (c *earChannel) Read(into []byte) (int, error) {
	<-c.spoke
	return c.input.Read(into)
}

// silent gives an impatient client some round trips to speak up.
func (c *earChannel) silent(transport ssh.Conn) bool {
	for range 20 {
		_, _, _ = transport.SendRequest("keepalive@openssh.com", true, nil)
	}
	select {
	case <-c.spoke:
		return false
	default:
		return true
	}
}
