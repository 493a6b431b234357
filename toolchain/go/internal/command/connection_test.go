package command_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"fmt"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"

	"homelab/toolchain/internal/command/sshtest"
)

func hello(command sshtest.Command) int {
	fmt.Fprintln(command.Channel, "hello")
	return 0
}

func TestAJumpHostReachesWhatOnlyItKnows(t *testing.T) {
	machine := (&sshtest.Server{Run: hello}).Hidden(t)
	bastion := (&sshtest.Server{Inside: map[string]*sshtest.Server{"10.10.10.101:2222": machine}}).Start(t)
	state, err := newPlugin(t, "remote:Command").create(map[string]any{
		"create":     "x",
		"connection": map[string]any{"host": "10.10.10.101", "port": 2222, "hostKey": machine.HostKey, "proxy": directTo(bastion)},
	}, 0)
	wantNoError(t, err)
	if got := text(t, state, "stdout"); got != "hello" {
		t.Errorf("stdout: %q", got)
	}
}

func TestAnotherHostKeyIsRefused(t *testing.T) {
	machine := (&sshtest.Server{Run: hello}).Hidden(t)
	bastion := (&sshtest.Server{Inside: map[string]*sshtest.Server{"machine:22": machine}}).Start(t)
	stranger := (&sshtest.Server{}).Hidden(t)
	behind := func(hostKey string, limit int, jump map[string]any) map[string]any {
		connection := map[string]any{"host": "machine", "hostKey": hostKey, "dialErrorLimit": limit, "proxy": jump}
		return map[string]any{"create": "x", "connection": connection}
	}
	plugin := newPlugin(t, "remote:Command")

	_, err := plugin.create(behind(stranger.HostKey, 0, directTo(bastion)), 0)
	wantError(t, err, "proxy: after 0 failed attempts", "host key mismatch")

	wrongJump := with(directTo(bastion), map[string]any{"hostKey": stranger.HostKey, "dialErrorLimit": 0})
	_, err = plugin.create(behind(machine.HostKey, 0, wrongJump), 0)
	wantError(t, err, "proxy: after 0 failed attempts", "host key mismatch")

	direct := (&sshtest.Server{Run: hello}).Start(t)
	wrong := with(directTo(direct), map[string]any{"hostKey": stranger.HostKey, "dialErrorLimit": 1})
	_, err = plugin.create(map[string]any{"create": "x", "connection": wrong}, 0)
	wantError(t, err, "after 1 failed attempts", "host key mismatch")

	// The login is repeated on the connection that has just failed, which hides why it did.
	_, err = plugin.create(behind(stranger.HostKey, 2, directTo(bastion)), 0)
	wantError(t, err, "proxy: after 2 failed attempts")
	if strings.Contains(err.Error(), "mismatch") {
		t.Errorf("the reason is not hidden: %v", err)
	}
}

func TestDiallingStopsAtItsErrorLimit(t *testing.T) {
	nobody := map[string]any{"host": "127.0.0.1", "port": unusedPort(t), "dialErrorLimit": 2}
	_, err := newPlugin(t, "remote:Command").create(map[string]any{"create": "x", "connection": nobody}, 0)
	wantError(t, err, "after 2 failed attempts", "connection refused")
}

func TestDiallingWithoutLimitEndsWithCustomTimeouts(t *testing.T) {
	nobody := map[string]any{"host": "127.0.0.1", "port": unusedPort(t), "dialErrorLimit": -1}
	began := time.Now()
	_, err := newPlugin(t, "remote:Command").create(map[string]any{"create": "x", "connection": nobody}, 1)
	wantError(t, err, "context deadline exceeded")
	if took := time.Since(began); took > 3*time.Second {
		t.Errorf("it took %s", took)
	}
}

// waits fails the test when the plugin answers within so long after its customTimeouts of one second.
func waits(t *testing.T, inputs map[string]any) {
	t.Helper()
	plugin := newPlugin(t, "remote:Command")
	ended := make(chan error, 1)
	go func() {
		_, err := plugin.create(inputs, 1)
		ended <- err
	}()
	time.Sleep(500 * time.Millisecond)
	wantNoError(t, plugin.server.Cancel())
	select {
	case err := <-ended:
		t.Fatalf("it ended: %v", err)
	case <-time.After(1500 * time.Millisecond):
	}
}

func TestAServerThatNeverSpeaksIsWaitedForForEver(t *testing.T) {
	silent := sshtest.Silent(t)
	t.Run("direct", func(t *testing.T) {
		waits(t, map[string]any{"create": "x", "connection": map[string]any{"host": "127.0.0.1", "port": silent}})
	})
	t.Run("as the jump host", func(t *testing.T) {
		proxy := map[string]any{"host": "127.0.0.1", "port": silent}
		waits(t, map[string]any{"create": "x", "connection": map[string]any{"host": "machine", "proxy": proxy}})
	})
}

func TestARunningCommandIsWaitedForWhateverCustomTimeoutsAndCtrlCSay(t *testing.T) {
	release := make(chan struct{})
	t.Cleanup(func() { close(release) })
	machine := (&sshtest.Server{Run: func(sshtest.Command) int {
		<-release
		return 0
	}}).Start(t)
	waits(t, map[string]any{"create": "wait", "connection": directTo(machine)})
}

func TestCustomTimeoutsAreNotHeededByACommandThatEnds(t *testing.T) {
	machine := (&sshtest.Server{Run: func(command sshtest.Command) int {
		time.Sleep(1500 * time.Millisecond)
		return hello(command)
	}}).Start(t)
	_, err := newPlugin(t, "remote:Command").create(map[string]any{"create": "x", "connection": directTo(machine)}, 1)
	wantNoError(t, err)
}

func TestConnectionsStayOpenUntilThePluginEnds(t *testing.T) {
	machine := (&sshtest.Server{Run: hello}).Hidden(t)
	bastion := (&sshtest.Server{Inside: map[string]*sshtest.Server{"machine:22": machine}}).Start(t)
	plugin := newPlugin(t, "remote:Command")
	connection := map[string]any{"host": "machine", "hostKey": machine.HostKey, "proxy": directTo(bastion)}
	for range 3 {
		_, err := plugin.create(map[string]any{"create": "x", "connection": connection}, 0)
		wantNoError(t, err)
	}
	if open := bastion.Open(); open != 3 {
		t.Errorf("%d connections of 3 are open", open)
	}
}

func TestDiallingWaitsForAMachineThatIsStillBooting(t *testing.T) {
	machine := &sshtest.Server{Run: hello, Port: unusedPort(t)}
	go func() {
		time.Sleep(400 * time.Millisecond)
		machine.Start(t)
	}()
	connection := map[string]any{"host": "127.0.0.1", "port": machine.Port, "dialErrorLimit": -1}
	state, err := newPlugin(t, "remote:Command").create(map[string]any{"create": "x", "connection": connection}, 20)
	wantNoError(t, err)
	if got := text(t, state, "stdout"); got != "hello" {
		t.Errorf("stdout: %q", got)
	}
}

func TestCancellingEndsDiallingAtOnce(t *testing.T) {
	plugin := newPlugin(t, "remote:Command")
	nobody := map[string]any{"host": "127.0.0.1", "port": unusedPort(t), "dialErrorLimit": -1}
	inputs := map[string]any{"create": "x", "connection": nobody}
	ended := make(chan error, 1)
	go func() {
		_, err := plugin.create(inputs, 0)
		ended <- err
	}()
	time.Sleep(300 * time.Millisecond)
	wantNoError(t, plugin.server.Cancel())
	select {
	case err := <-ended:
		wantError(t, err, "context canceled")
	case <-time.After(2 * time.Second):
		t.Fatal("it is still dialling")
	}
}

func TestEveryWayOfLoggingIn(t *testing.T) {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	wantNoError(t, err)
	signerKey, err := ssh.NewPublicKey(public)
	wantNoError(t, err)
	plain, err := ssh.MarshalPrivateKey(private, "")
	wantNoError(t, err)
	locked, err := ssh.MarshalPrivateKeyWithPassphrase(private, "", []byte("open"))
	wantNoError(t, err)
	machine := (&sshtest.Server{Run: hello, Password: "word", Keys: []ssh.PublicKey{signerKey}}).Start(t)
	plugin := newPlugin(t, "remote:Command")

	ways := map[string]map[string]any{
		"private key":        {"privateKey": string(pem.EncodeToMemory(plain))},
		"locked private key": {"privateKey": string(pem.EncodeToMemory(locked)), "privateKeyPassword": "open"},
		"password":           {"password": "word"},
		"agent":              {"agentSocketPath": startAgent(t, private)},
	}
	for name, way := range ways {
		_, err := plugin.create(map[string]any{"create": "x", "connection": with(directTo(machine), way)}, 0)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	none := with(directTo(machine), map[string]any{"dialErrorLimit": 0})
	_, err = plugin.create(map[string]any{"create": "x", "connection": none}, 0)
	wantError(t, err, "unable to authenticate")
}

func startAgent(t *testing.T, key ed25519.PrivateKey) string {
	t.Helper()
	keys := agent.NewKeyring()
	wantNoError(t, keys.Add(agent.AddedKey{PrivateKey: key}))
	socket := filepath.Join(t.TempDir(), "agent")
	listener, err := net.Listen("unix", socket)
	wantNoError(t, err)
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			go func() { _ = agent.ServeAgent(keys, connection) }()
		}
	}()
	return socket
}

func unusedPort(t *testing.T) int {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	wantNoError(t, err)
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port
}
