// Package ssh dials a machine, perhaps through a jump host, until it answers, and runs commands there.
package ssh

import (
	"fmt"
	"net"
	"os"
	"strconv"
	"time"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"
)

// DefaultErrorLimit is how many failed attempts are accepted unless an endpoint says otherwise.
const DefaultErrorLimit = 10

// NoErrorLimit accepts any number of failed attempts.
const NoErrorLimit = -1

// Endpoint is one SSH server.
type Endpoint struct {
	User, Host                               string
	Port                                     int
	Password, PrivateKey, PrivateKeyPassword *string
	// AgentSocketPath is empty for the agent of the environment, if there is one.
	AgentSocketPath string
	// HostKey in the form of authorized_keys; nil accepts any key.
	HostKey     *string
	ErrorLimit  int
	DialTimeout time.Duration
}

// Target is a machine and the jump host before it.
type Target struct {
	Endpoint
	Jump *Endpoint
}

// Address is host and port as net.Dial wants them.
func (e Endpoint) Address() string { return net.JoinHostPort(e.Host, strconv.Itoa(e.Port)) }

// clientConfig holds every way of logging in that the endpoint offers, keys first.
func (e Endpoint) clientConfig() (*ssh.ClientConfig, error) {
	config := &ssh.ClientConfig{
		User: e.User,
		// As in the released plugin: who gives no key asks for no check.
		HostKeyCallback: ssh.InsecureIgnoreHostKey(),
		// Of TCP alone.
		Timeout: e.DialTimeout,
	}
	if e.HostKey != nil {
		key, _, _, _, err := ssh.ParseAuthorizedKey([]byte(*e.HostKey))
		if err != nil {
			return nil, fmt.Errorf("failed to parse host key: %w", err)
		}
		config.HostKeyCallback = ssh.FixedHostKey(key)
		// Without this a server with several keys would offer another one than the expected.
		config.HostKeyAlgorithms = []string{key.Type()}
	}
	if e.PrivateKey != nil {
		signer, err := e.signer()
		if err != nil {
			return nil, err
		}
		config.Auth = append(config.Auth, ssh.PublicKeys(signer))
	}
	if e.Password != nil {
		config.Auth = append(config.Auth, ssh.Password(*e.Password), ssh.KeyboardInteractive(e.answer))
	}
	if socket := e.agentSocket(); socket != "" {
		connection, err := net.Dial("unix", socket)
		if err != nil {
			return nil, err
		}
		config.Auth = append(config.Auth, ssh.PublicKeysCallback(agent.NewClient(connection).Signers))
	}
	return config, nil
}

func (e Endpoint) signer() (ssh.Signer, error) {
	if e.PrivateKeyPassword != nil {
		return ssh.ParsePrivateKeyWithPassphrase([]byte(*e.PrivateKey), []byte(*e.PrivateKeyPassword))
	}
	return ssh.ParsePrivateKey([]byte(*e.PrivateKey))
}

// answer gives the password to every question, for servers that ask instead of taking it.
func (e Endpoint) answer(_, _ string, questions []string, _ []bool) ([]string, error) {
	answers := make([]string, len(questions))
	for i := range answers {
		answers[i] = *e.Password
	}
	return answers, nil
}

func (e Endpoint) agentSocket() string {
	if e.AgentSocketPath != "" {
		return e.AgentSocketPath
	}
	return os.Getenv("SSH_AUTH_SOCK")
}
