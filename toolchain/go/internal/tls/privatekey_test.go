package tls_test

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"strings"
	"testing"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
	"golang.org/x/crypto/ssh"
)

func TestEveryFormOfAPrivateKeyIsTheSameKey(t *testing.T) {
	plugin := newPlugin(t)
	for name, inputs := range map[string]map[string]any{
		"ED25519":   {"algorithm": "ED25519"},
		"RSA":       {"algorithm": "RSA", "rsaBits": 1024},
		"EC P256":   {"algorithm": "ECDSA", "ecdsaCurve": "P256"},
		"ECDSA 521": {"algorithm": "ECDSA", "ecdsaCurve": "P521"},
	} {
		key := plugin.create("PrivateKey", inputs)
		want := key.Get("publicKeyOpenssh").AsString()
		for _, form := range []string{"privateKeyOpenssh", "privateKeyPem", "privateKeyPemPkcs8"} {
			signer, err := ssh.ParsePrivateKey([]byte(key.Get(form).AsString()))
			if err != nil {
				t.Errorf("%s %s: %v", name, form, err)
				continue
			}
			if got := string(ssh.MarshalAuthorizedKey(signer.PublicKey())); got != want {
				t.Errorf("%s %s: %q, public key %q", name, form, got, want)
			}
		}
		public, _, _, _, err := ssh.ParseAuthorizedKey([]byte(want))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got := key.Get("publicKeyFingerprintSha256").AsString(); got != ssh.FingerprintSHA256(public) {
			t.Errorf("%s: %s", name, got)
		}
		if got := key.Get("publicKeyFingerprintMd5").AsString(); got != ssh.FingerprintLegacyMD5(public) {
			t.Errorf("%s: %s", name, got)
		}
		wantSecrets(t, key, "privateKeyOpenssh", "privateKeyPem", "privateKeyPemPkcs8")
	}
}

func TestThePublicKeyInPEMFormIsOfTheRightKind(t *testing.T) {
	plugin := newPlugin(t)
	for algorithm, header := range map[string]string{"RSA": "RSA PRIVATE KEY", "ECDSA": "EC PRIVATE KEY", "ED25519": "PRIVATE KEY"} {
		key := plugin.create("PrivateKey", map[string]any{"algorithm": algorithm})
		if got := firstBlock(t, key, "privateKeyPem").Type; got != header {
			t.Errorf("%s: %s", algorithm, got)
		}
		public, err := x509.ParsePKIXPublicKey(firstBlock(t, key, "publicKeyPem").Bytes)
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]any{"RSA": &rsa.PublicKey{}, "ECDSA": &ecdsa.PublicKey{}, "ED25519": ed25519.PublicKey{}}[algorithm]
		if fmt.Sprintf("%T", public) != fmt.Sprintf("%T", want) {
			t.Errorf("%s: got a %T", algorithm, public)
		}
	}
}

func TestDefaultsShowInTheStateAndAreNoChange(t *testing.T) {
	plugin := newPlugin(t)
	inputs := map[string]any{"algorithm": "ECDSA"}
	key := plugin.create("PrivateKey", inputs)
	if curve, bits := key.Get("ecdsaCurve").AsString(), key.Get("rsaBits").AsNumber(); curve != "P224" || bits != 2048 {
		t.Errorf("defaults: %s, %v", curve, bits)
	}
	// OpenSSH does not know the default curve.
	if got := key.Get("publicKeyOpenssh").AsString(); got != "" {
		t.Errorf("publicKeyOpenssh: %q", got)
	}
	plugin.wantNoChange("PrivateKey", key, inputs)
	plugin.wantNoChange("PrivateKey", key, with(inputs, "ecdsaCurve", "P224"))
	plugin.wantChange("PrivateKey", key, with(inputs, "ecdsaCurve", "P384"), "ecdsaCurve", p.UpdateReplace)
}

func TestValuesThatNoKeyCanBeMadeOfAreRefused(t *testing.T) {
	plugin := newPlugin(t)
	_, failures := plugin.check("PrivateKey", map[string]any{"algorithm": "DSA", "ecdsaCurve": "P128"})
	if len(failures) != 2 || !strings.Contains(failures[0].Reason, `unknown value "DSA", allowed are ["RSA" "ECDSA" "ED25519"]`) {
		t.Errorf("got %+v", failures)
	}
}

func firstBlock(t *testing.T, state property.Map, name string) *pem.Block {
	t.Helper()
	text := state.Get(name).AsString()
	block, rest := pem.Decode([]byte(text))
	if block == nil || len(rest) > 0 || !strings.HasSuffix(text, "\n") {
		t.Fatalf("%s is not one PEM block with a line end: %q", name, text)
	}
	return block
}
