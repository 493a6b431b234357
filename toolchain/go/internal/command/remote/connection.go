// Package remote holds the classes that work over SSH.
package remote

import (
	"time"

	"github.com/pulumi/pulumi-go-provider/infer"

	"homelab/toolchain/internal/command/ssh"
)

// endpoint is one SSH server and how to log in there.
type endpoint struct {
	User               *string  `pulumi:"user,optional"`
	Password           *string  `pulumi:"password,optional" provider:"secret"`
	Host               *string  `pulumi:"host"`
	Port               *float64 `pulumi:"port,optional"`
	PrivateKey         *string  `pulumi:"privateKey,optional" provider:"secret"`
	PrivateKeyPassword *string  `pulumi:"privateKeyPassword,optional" provider:"secret"`
	AgentSocketPath    *string  `pulumi:"agentSocketPath,optional"`
	DialErrorLimit     *int     `pulumi:"dialErrorLimit,optional"`
	PerDialTimeout     *int     `pulumi:"perDialTimeout,optional"`
	HostKey            *string  `pulumi:"hostKey,optional"`
}

// Connection is the machine a command runs on, perhaps behind a jump host.
type Connection struct {
	endpoint
	Proxy *ProxyConnection `pulumi:"proxy,optional"`
}

// ProxyConnection is the jump host.
type ProxyConnection struct{ endpoint }

// Annotate describes the type in the schema.
func (c *Connection) Annotate(a infer.Annotator) {
	a.Describe(&c, "How to reach a machine over SSH.")
	a.Describe(&c.Proxy, "The jump host to go through.")
	c.annotate(a)
}

// Annotate describes the type in the schema.
func (c *ProxyConnection) Annotate(a infer.Annotator) {
	a.Describe(&c, "How to reach a jump host over SSH.")
	c.annotate(a)
}

// annotate is shared because the framework finds fields by their address, also embedded ones.
func (e *endpoint) annotate(a infer.Annotator) {
	a.Describe(&e.User, "The user to log in as.")
	a.SetDefault(&e.User, "root")
	a.Describe(&e.Password, "The password of the user.")
	a.Describe(&e.Host, "The address or name of the machine.")
	a.Describe(&e.Port, "The port of its SSH server.")
	a.SetDefault(&e.Port, 22)
	a.Describe(&e.PrivateKey, "The text of a private key; tried before the password.")
	a.Describe(&e.PrivateKeyPassword, "The password of the private key, where it is encrypted.")
	a.Describe(&e.AgentSocketPath, "The socket of an SSH agent. Default: SSH_AUTH_SOCK of the environment.")
	a.Describe(&e.DialErrorLimit, "How many failed attempts to connect are accepted. -1: any number.")
	a.SetDefault(&e.DialErrorLimit, ssh.DefaultErrorLimit)
	a.Describe(&e.PerDialTimeout, "How many seconds one attempt to connect may take. 0: any number.")
	a.SetDefault(&e.PerDialTimeout, 15)
	a.Describe(&e.HostKey, "The public host key to expect. Without it any host key is accepted.")
}

// target turns the inputs, whose defaults Check has filled in, into what the SSH client needs.
func (c *Connection) target() ssh.Target {
	target := ssh.Target{Endpoint: c.plain()}
	if c.Proxy != nil {
		jump := c.Proxy.plain()
		target.Jump = &jump
	}
	return target
}

func (e *endpoint) plain() ssh.Endpoint {
	limit := ssh.DefaultErrorLimit
	if e.DialErrorLimit != nil {
		limit = *e.DialErrorLimit
	}
	return ssh.Endpoint{
		User:               valueOf(e.User),
		Host:               valueOf(e.Host),
		Port:               int(valueOf(e.Port)),
		Password:           e.Password,
		PrivateKey:         e.PrivateKey,
		PrivateKeyPassword: e.PrivateKeyPassword,
		AgentSocketPath:    valueOf(e.AgentSocketPath),
		HostKey:            e.HostKey,
		ErrorLimit:         limit,
		DialTimeout:        time.Duration(valueOf(e.PerDialTimeout)) * time.Second,
	}
}

func valueOf[T any](pointer *T) T {
	if pointer == nil {
		var zero T
		return zero
	}
	return *pointer
}
