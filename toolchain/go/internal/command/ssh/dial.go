package ssh

import (
	"context"
	"fmt"
	"net"

	"golang.org/x/crypto/ssh"
)

// Dial connects and logs in. It keeps trying as the error limits of the endpoints allow, because a
// machine that was just made needs time to boot. Nothing bounds a handshake: a server that accepts the
// connection and says no word is waited for until the plugin ends. So it is in the released plugin,
// which the programs that use this one must survive.
func Dial(ctx context.Context, target Target) (*ssh.Client, error) {
	config, err := target.clientConfig()
	if err != nil {
		return nil, err
	}
	if target.Jump != nil {
		client, err := through(ctx, *target.Jump, target.Endpoint, config)
		if err != nil {
			return nil, fmt.Errorf("proxy: %w", err)
		}
		return client, nil
	}
	return retry(ctx, "Dial", target.ErrorLimit, func() (*ssh.Client, error) {
		return ssh.Dial("tcp", target.Address(), config)
	})
}

// through connects by way of the jump host. Both channel and login are repeated, the login on the very
// connection that has just failed: its second attempt can only meet the end of it, and "EOF" is what is
// told in place of the reason.
func through(ctx context.Context, jump, endpoint Endpoint, config *ssh.ClientConfig) (*ssh.Client, error) {
	jumpConfig, err := jump.clientConfig()
	if err != nil {
		return nil, err
	}
	gate, err := retry(ctx, "Dial proxy", jump.ErrorLimit, func() (*ssh.Client, error) {
		return ssh.Dial("tcp", jump.Address(), jumpConfig)
	})
	if err != nil {
		return nil, err
	}
	connection, err := retry(ctx, "Dial from proxy", endpoint.ErrorLimit, func() (net.Conn, error) {
		return gate.Dial("tcp", endpoint.Address())
	})
	if err != nil {
		return nil, err
	}
	return retry(ctx, "Dial", endpoint.ErrorLimit, func() (*ssh.Client, error) {
		transport, channels, requests, err := ssh.NewClientConn(connection, endpoint.Address(), config)
		if err != nil {
			return nil, err
		}
		return ssh.NewClient(transport, channels, requests), nil
	})
}
