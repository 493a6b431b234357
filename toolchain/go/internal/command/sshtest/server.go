// Package sshtest is an SSH server inside a test: it runs a Go function for each command, keeps files
// in memory and forwards connections to names that exist only inside it, as a jump host does.
package sshtest

import (
	"crypto/ed25519"
	"crypto/rand"
	"net"
	"strings"
	"sync"
	"testing"

	"golang.org/x/crypto/ssh"
)

// Command is what a client asked for.
type Command struct {
	Line        string
	Environment map[string]string
	Channel     ssh.Channel
}

// Server answers on loopback until the test ends.
type Server struct {
	// Run executes a command and gives its exit status.
	Run func(Command) int
	// Inside maps `host:port` to what a forwarded connection reaches.
	Inside map[string]*Server
	// Password and Keys are who may log in; with neither, everyone.
	Password string
	Keys     []ssh.PublicKey
	// AcceptEnv lists the variables that clients may set.
	AcceptEnv []string

	// HostKey is the public one, in the form of authorized_keys.
	HostKey string
	Port    int

	mutex    sync.Mutex
	accepted int
	open     int
	config   *ssh.ServerConfig
}

// Start listens on a free port, or on the one that is set.
func (s *Server) Start(t *testing.T) *Server {
	t.Helper()
	s.prepare(t)
	listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", portText(s.Port)))
	if err != nil {
		t.Fatal(err)
	}
	s.Port = listener.Addr().(*net.TCPAddr).Port
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			go s.serve(connection)
		}
	}()
	return s
}

// Hidden prepares a server that has no port and can be reached through a jump host only.
func (s *Server) Hidden(t *testing.T) *Server {
	t.Helper()
	s.prepare(t)
	return s
}

// Accepted is how many connections have come in so far.
func (s *Server) Accepted() int {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.accepted
}

// Open is how many connections are open now.
func (s *Server) Open() int {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.open
}

// Silent listens, accepts connections and says no word; it gives its port.
func Silent(t *testing.T) int {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	return listener.Addr().(*net.TCPAddr).Port
}

func (s *Server) prepare(t *testing.T) {
	t.Helper()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := ssh.NewSignerFromKey(private)
	if err != nil {
		t.Fatal(err)
	}
	s.HostKey = strings.TrimSpace(string(ssh.MarshalAuthorizedKey(signer.PublicKey())))
	s.config = &ssh.ServerConfig{NoClientAuth: s.Password == "" && len(s.Keys) == 0}
	if s.Password != "" {
		s.config.PasswordCallback = s.checkPassword
	}
	if len(s.Keys) > 0 {
		s.config.PublicKeyCallback = s.checkKey
	}
	s.config.AddHostKey(signer)
}

func (s *Server) serve(connection net.Conn) {
	s.mutex.Lock()
	s.accepted++
	s.open++
	s.mutex.Unlock()
	defer func() {
		s.mutex.Lock()
		defer s.mutex.Unlock()
		s.open--
	}()
	transport, channels, requests, err := ssh.NewServerConn(connection, s.config)
	if err != nil {
		_ = connection.Close()
		return
	}
	defer transport.Close()
	go ssh.DiscardRequests(requests)
	for channel := range channels {
		switch channel.ChannelType() {
		case "session":
			go s.session(transport, channel)
		case "direct-tcpip":
			go s.forward(channel)
		default:
			_ = channel.Reject(ssh.UnknownChannelType, "not here")
		}
	}
}
