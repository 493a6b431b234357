package ssh

import (
	"context"
	"fmt"
	"net"

	"golang.org/x/crypto/ssh"
)

// Dial connects and logs in. It keeps trying as the error limits of the endpoints allow, because a
// machine that was just made needs time to boot.
func Dial(ctx context.Context, target Target) (*ssh.Client, error) {
	config, err := target.clientConfig()
	if err != nil {
		return nil, err
	}
	if target.Jump == nil {
		return retry(ctx, "dialling "+target.Address(), target.ErrorLimit, func() (*ssh.Client, error) {
			return direct(ctx, target.Endpoint, config)
		})
	}
	return through(ctx, *target.Jump, target.Endpoint, config)
}

// direct connects once.
func direct(ctx context.Context, endpoint Endpoint, config *ssh.ClientConfig) (*ssh.Client, error) {
	dialer := net.Dialer{Timeout: endpoint.DialTimeout}
	connection, err := dialer.DialContext(ctx, "tcp", endpoint.Address())
	if err != nil {
		return nil, err
	}
	return handshake(ctx, connection, endpoint, config)
}

// through connects by way of the jump host. Opening the channel is repeated, logging in is not: the
// released plugin repeats it on the connection that has just failed, which cannot succeed, so that a
// machine that accepts connections before it can serve them is an error there too.
func through(ctx context.Context, jump, endpoint Endpoint, config *ssh.ClientConfig) (*ssh.Client, error) {
	jumpConfig, err := jump.clientConfig()
	if err != nil {
		return nil, fmt.Errorf("proxy: %w", err)
	}
	gate, err := retry(ctx, "proxy: dialling "+jump.Address(), jump.ErrorLimit, func() (*ssh.Client, error) {
		return direct(ctx, jump, jumpConfig)
	})
	if err != nil {
		return nil, err
	}
	what := fmt.Sprintf("dialling %s through jump host %s", endpoint.Address(), jump.Address())
	client, err := retry(ctx, what, endpoint.ErrorLimit, func() (*ssh.Client, error) {
		connection, err := channel(ctx, gate, endpoint)
		if err != nil {
			return nil, err
		}
		client, err := handshake(ctx, connection, endpoint, config)
		if err != nil {
			return nil, finalError{err}
		}
		return client, nil
	})
	if err != nil {
		_ = gate.Close()
		return nil, err
	}
	// Whoever closes the client closes the way to it.
	go func() {
		_ = client.Wait()
		_ = gate.Close()
	}()
	return client, nil
}

// channel asks the jump host for a connection. A jump host that has gone away cannot come back on the
// same connection.
func channel(ctx context.Context, gate *ssh.Client, endpoint Endpoint) (net.Conn, error) {
	if endpoint.DialTimeout > 0 {
		limited, cancel := context.WithTimeout(ctx, endpoint.DialTimeout)
		defer cancel()
		ctx = limited
	}
	connection, err := gate.DialContext(ctx, "tcp", endpoint.Address())
	if err != nil && ctx.Err() == nil {
		if _, _, lost := gate.SendRequest("keepalive@openssh.com", true, nil); lost != nil {
			return nil, finalError{fmt.Errorf("the connection to the jump host was lost: %w", err)}
		}
	}
	return connection, err
}

// handshake checks the host key and logs in. The end of the context cuts it short, since the protocol
// itself has no time limit.
func handshake(ctx context.Context, connection net.Conn, endpoint Endpoint, config *ssh.ClientConfig) (*ssh.Client, error) {
	release := context.AfterFunc(ctx, func() { _ = connection.Close() })
	defer release()
	transport, channels, requests, err := ssh.NewClientConn(connection, endpoint.Address(), config)
	if err != nil {
		_ = connection.Close()
		return nil, err
	}
	return ssh.NewClient(transport, channels, requests), nil
}
