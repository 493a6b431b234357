package tls

import (
	"context"
	"crypto"
	"crypto/sha1"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/infer"
	"golang.org/x/crypto/ssh"
)

// PrivateKey makes a private key once and keeps it in the state.
type PrivateKey struct{}

// PrivateKeyArgs are what the program gives.
type PrivateKeyArgs struct {
	Algorithm  string  `pulumi:"algorithm"`
	EcdsaCurve *string `pulumi:"ecdsaCurve,optional"`
	RsaBits    *int    `pulumi:"rsaBits,optional"`
}

// PrivateKeyState is kept in the state. The settings of the other algorithms are there too, with
// their defaults, as in the released plugin.
type PrivateKeyState struct {
	Algorithm                  string `pulumi:"algorithm"`
	EcdsaCurve                 string `pulumi:"ecdsaCurve"`
	RsaBits                    int    `pulumi:"rsaBits"`
	PrivateKeyOpenssh          string `pulumi:"privateKeyOpenssh" provider:"secret"`
	PrivateKeyPem              string `pulumi:"privateKeyPem" provider:"secret"`
	PrivateKeyPemPkcs8         string `pulumi:"privateKeyPemPkcs8" provider:"secret"`
	PublicKeyFingerprintMd5    string `pulumi:"publicKeyFingerprintMd5"`
	PublicKeyFingerprintSha256 string `pulumi:"publicKeyFingerprintSha256"`
	PublicKeyOpenssh           string `pulumi:"publicKeyOpenssh"`
	PublicKeyPem               string `pulumi:"publicKeyPem"`
}

var (
	_ infer.CustomResource[PrivateKeyArgs, PrivateKeyState]       = (*PrivateKey)(nil)
	_ infer.CustomCheck[PrivateKeyArgs]                           = (*PrivateKey)(nil)
	_ infer.CustomDiff[PrivateKeyArgs, PrivateKeyState]           = (*PrivateKey)(nil)
	_ infer.ExplicitDependencies[PrivateKeyArgs, PrivateKeyState] = (*PrivateKey)(nil)
)

// Annotate gives the class its token.
func (k *PrivateKey) Annotate(a infer.Annotator) {
	a.SetToken("index/privateKey", "PrivateKey")
	a.Describe(&k, "A private key, made once and kept in the state.")
}

// settings fills in the defaults.
func (a PrivateKeyArgs) settings() PrivateKeyState {
	state := PrivateKeyState{Algorithm: a.Algorithm, EcdsaCurve: "P224", RsaBits: 2048}
	if a.EcdsaCurve != nil {
		state.EcdsaCurve = *a.EcdsaCurve
	}
	if a.RsaBits != nil {
		state.RsaBits = *a.RsaBits
	}
	return state
}

// Check refuses values that no key can be made of.
func (*PrivateKey) Check(
	ctx context.Context, request infer.CheckRequest,
) (infer.CheckResponse[PrivateKeyArgs], error) {
	inputs, failures, err := infer.DefaultCheck[PrivateKeyArgs](ctx, request.NewInputs)
	known := func(property string) bool {
		value, given := request.NewInputs.GetOk(property)
		return given && !value.HasComputed()
	}
	if known("algorithm") {
		failures = append(failures, failure("algorithm", oneOf("algorithm", inputs.Algorithm, algorithms))...)
	}
	if known("ecdsaCurve") && inputs.EcdsaCurve != nil {
		failures = append(failures, failure("ecdsaCurve", oneOf("ecdsaCurve", *inputs.EcdsaCurve, curveNames))...)
	}
	return infer.CheckResponse[PrivateKeyArgs]{Inputs: inputs, Failures: failures}, err
}

// Diff replaces the key on every change.
func (*PrivateKey) Diff(
	_ context.Context, request infer.DiffRequest[PrivateKeyArgs, PrivateKeyState],
) (p.DiffResponse, error) {
	wanted, state := request.Inputs.settings(), request.State
	var changed changes
	changed.replace("algorithm", wanted.Algorithm, state.Algorithm)
	changed.replace("ecdsaCurve", wanted.EcdsaCurve, state.EcdsaCurve)
	changed.replace("rsaBits", wanted.RsaBits, state.RsaBits)
	return changed.response(), nil
}

// WireDependencies keeps the public halves public; the settings are known before the key is made.
func (*PrivateKey) WireDependencies(f infer.FieldSelector, _ *PrivateKeyArgs, state *PrivateKeyState) {
	for _, private := range []*string{&state.PrivateKeyOpenssh, &state.PrivateKeyPem, &state.PrivateKeyPemPkcs8} {
		f.OutputField(private).AlwaysSecret()
	}
}

// Create makes the key.
func (*PrivateKey) Create(
	_ context.Context, request infer.CreateRequest[PrivateKeyArgs],
) (infer.CreateResponse[PrivateKeyState], error) {
	state := request.Inputs.settings()
	if request.DryRun {
		return infer.CreateResponse[PrivateKeyState]{Output: state}, nil
	}
	key, err := generate(state.Algorithm, state.EcdsaCurve, state.RsaBits)
	if err == nil {
		err = state.encode(key)
	}
	sum := sha1.Sum([]byte(state.PublicKeyPem))
	return infer.CreateResponse[PrivateKeyState]{ID: hex.EncodeToString(sum[:]), Output: state}, err
}

// encode fills in every form of the key.
func (s *PrivateKeyState) encode(key crypto.Signer) error {
	var err error
	if s.PrivateKeyPem, err = encodePrivate(key); err != nil {
		return err
	}
	if s.PrivateKeyPemPkcs8, err = encodePKCS8(key); err != nil {
		return err
	}
	der, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		return err
	}
	s.PublicKeyPem = block("PUBLIC KEY", der)

	public, err := ssh.NewPublicKey(key.Public())
	if err != nil {
		// OpenSSH has no P-224; such a key has no OpenSSH forms and no fingerprints.
		return nil //nolint:nilerr
	}
	s.PublicKeyOpenssh = string(ssh.MarshalAuthorizedKey(public))
	s.PublicKeyFingerprintMd5 = ssh.FingerprintLegacyMD5(public)
	s.PublicKeyFingerprintSha256 = ssh.FingerprintSHA256(public)
	private, err := ssh.MarshalPrivateKey(key, "")
	if err != nil {
		return err
	}
	s.PrivateKeyOpenssh = string(pem.EncodeToMemory(private))
	return nil
}
