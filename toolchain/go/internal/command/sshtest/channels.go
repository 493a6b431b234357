package sshtest

import (
	"bytes"
	"errors"
	"io"
	"net"
	"slices"
	"strconv"

	"github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"
)

var errRefused = errors.New("not allowed in")

func (s *Server) checkPassword(_ ssh.ConnMetadata, password []byte) (*ssh.Permissions, error) {
	if string(password) != s.Password {
		return nil, errRefused
	}
	return nil, nil
}

func (s *Server) checkKey(_ ssh.ConnMetadata, offered ssh.PublicKey) (*ssh.Permissions, error) {
	for _, key := range s.Keys {
		if bytes.Equal(key.Marshal(), offered.Marshal()) {
			return nil, nil
		}
	}
	return nil, errRefused
}

// session serves one command or one file transfer.
func (s *Server) session(transport ssh.Conn, offer ssh.NewChannel) {
	accepted, requests, err := offer.Accept()
	if err != nil {
		return
	}
	channel := listen(accepted)
	environment := map[string]string{}
	for request := range requests {
		switch request.Type {
		case "env":
			var variable struct{ Name, Value string }
			_ = ssh.Unmarshal(request.Payload, &variable)
			allowed := slices.Contains(s.AcceptEnv, variable.Name)
			if allowed {
				environment[variable.Name] = variable.Value
			}
			_ = request.Reply(allowed, nil)
		case "exec":
			var exec struct{ Line string }
			_ = ssh.Unmarshal(request.Payload, &exec)
			patient := channel.silent(transport)
			_ = request.Reply(patient, nil)
			if !patient {
				_ = channel.Close()
				continue
			}
			go func() {
				status := s.Run(Command{Line: exec.Line, Environment: environment, Channel: channel})
				_, _ = channel.SendRequest("exit-status", false, ssh.Marshal(struct{ Status uint32 }{uint32(status)}))
				_ = channel.Close()
			}()
		case "subsystem":
			_ = request.Reply(true, nil)
			go serveFiles(channel)
		default:
			_ = request.Reply(false, nil)
		}
	}
}

// serveFiles gives access to this machine's files: tests copy into a folder of their own.
func serveFiles(channel ssh.Channel) {
	defer channel.Close()
	if server, err := sftp.NewServer(channel); err == nil {
		_ = server.Serve()
	}
}

// forward connects to a server that is known by name inside only.
func (s *Server) forward(offer ssh.NewChannel) {
	var target struct {
		Host       string
		Port       uint32
		OriginHost string
		OriginPort uint32
	}
	_ = ssh.Unmarshal(offer.ExtraData(), &target)
	inside := s.Inside[net.JoinHostPort(target.Host, portText(int(target.Port)))]
	if inside == nil {
		_ = offer.Reject(ssh.ConnectionFailed, "connect failed (No route to host)")
		return
	}
	channel, requests, err := offer.Accept()
	if err != nil {
		return
	}
	go ssh.DiscardRequests(requests)
	near, far := net.Pipe()
	go inside.serve(far)
	go func() {
		_, _ = io.Copy(near, channel)
		_ = near.Close()
	}()
	_, _ = io.Copy(channel, near)
	_ = channel.Close()
}

func portText(port int) string { return strconv.Itoa(port) }
