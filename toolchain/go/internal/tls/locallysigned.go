package tls

import (
	"context"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"time"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/infer"
)

// LocallySignedCert answers a certificate request with the key of a CA.
type LocallySignedCert struct{}

// signer is the CA and the request before it.
type signer struct {
	CaCertPem                string  `pulumi:"caCertPem"`
	CaPrivateKeyPem          *string `pulumi:"caPrivateKeyPem,optional" provider:"secret"`
	CaPrivateKeyPemWo        *string `pulumi:"caPrivateKeyPemWo,optional" provider:"secret"`
	CaPrivateKeyPemWoVersion *int    `pulumi:"caPrivateKeyPemWoVersion,optional"`
	CertRequestPem           string  `pulumi:"certRequestPem"`
}

// LocallySignedCertArgs are what the program gives.
type LocallySignedCertArgs struct {
	signer
	terms
}

// LocallySignedCertState is kept in the state.
type LocallySignedCertState struct {
	signer
	issued
	CaKeyAlgorithm string `pulumi:"caKeyAlgorithm"`
}

var (
	_ infer.CustomResource[LocallySignedCertArgs, LocallySignedCertState]       = (*LocallySignedCert)(nil)
	_ infer.CustomCheck[LocallySignedCertArgs]                                  = (*LocallySignedCert)(nil)
	_ infer.CustomDiff[LocallySignedCertArgs, LocallySignedCertState]           = (*LocallySignedCert)(nil)
	_ infer.CustomUpdate[LocallySignedCertArgs, LocallySignedCertState]         = (*LocallySignedCert)(nil)
	_ infer.CustomRead[LocallySignedCertArgs, LocallySignedCertState]           = (*LocallySignedCert)(nil)
	_ infer.ExplicitDependencies[LocallySignedCertArgs, LocallySignedCertState] = (*LocallySignedCert)(nil)
)

// Annotate gives the class its token.
func (c *LocallySignedCert) Annotate(a infer.Annotator) {
	a.SetToken("index/locallySignedCert", "LocallySignedCert")
	a.Describe(&c, "A certificate that is signed with the key of a CA.")
}

// Check refuses uses that do not exist and keys that cannot be kept out of the state here.
func (*LocallySignedCert) Check(
	ctx context.Context, request infer.CheckRequest,
) (infer.CheckResponse[LocallySignedCertArgs], error) {
	inputs, failures, err := infer.DefaultCheck[LocallySignedCertArgs](ctx, request.NewInputs)
	failures = append(failures, checkCertificate("caPrivateKeyPem", request.NewInputs, inputs.AllowedUses)...)
	return infer.CheckResponse[LocallySignedCertArgs]{Inputs: inputs, Failures: failures}, err
}

// Diff replaces the certificate on every change but that of the renewal margin.
func (*LocallySignedCert) Diff(
	_ context.Context, request infer.DiffRequest[LocallySignedCertArgs, LocallySignedCertState],
) (p.DiffResponse, error) {
	wanted, state := request.Inputs, request.State
	var changed changes
	changed.replace("caCertPem", wanted.CaCertPem, state.CaCertPem)
	changed.replace("caPrivateKeyPem", orElse(wanted.CaPrivateKeyPem, ""), orElse(state.CaPrivateKeyPem, ""))
	changed.replace("certRequestPem", wanted.CertRequestPem, state.CertRequestPem)
	wanted.terms.settings().compare(&changed, state.issued, time.Now())
	return changed.response(), nil
}

// WireDependencies keeps the certificate public although the key of its CA is secret.
func (*LocallySignedCert) WireDependencies(
	f infer.FieldSelector, args *LocallySignedCertArgs, state *LocallySignedCertState,
) {
	state.issued.wire(f, &args.terms)
	f.OutputField(&state.CaKeyAlgorithm).NeverSecret()
}

// Create issues the certificate.
func (*LocallySignedCert) Create(
	_ context.Context, request infer.CreateRequest[LocallySignedCertArgs],
) (infer.CreateResponse[LocallySignedCertState], error) {
	state := LocallySignedCertState{signer: request.Inputs.signer, issued: request.Inputs.terms.settings()}
	if request.DryRun {
		return infer.CreateResponse[LocallySignedCertState]{Output: state}, nil
	}
	id, err := state.issue()
	return infer.CreateResponse[LocallySignedCertState]{ID: id, Output: state}, err
}

func (s *LocallySignedCertState) issue() (string, error) {
	key, algorithm, err := parsePrivate(orElse(s.CaPrivateKeyPem, ""))
	if err != nil {
		return "", fmt.Errorf("caPrivateKeyPem: not a private key: %w", err)
	}
	s.CaKeyAlgorithm = algorithm
	authority, err := decode("caCertPem", s.CaCertPem, "CERTIFICATE", x509.ParseCertificate)
	if err != nil {
		return "", err
	}
	request, err := decode("certRequestPem", s.CertRequestPem, "CERTIFICATE REQUEST", x509.ParseCertificateRequest)
	if err == nil {
		err = request.CheckSignature()
	}
	if err != nil {
		return "", err
	}
	template := &x509.Certificate{
		Subject:     request.Subject,
		DNSNames:    request.DNSNames,
		IPAddresses: request.IPAddresses,
		URIs:        request.URIs,
	}
	return s.sign(template, authority, request.PublicKey, key)
}

func decode[T any](property, text, kind string, parse func([]byte) (T, error)) (T, error) {
	var nothing T
	data, _ := pem.Decode([]byte(text))
	if data == nil || data.Type != kind {
		return nothing, fmt.Errorf("%s: expected one PEM block %q", property, kind)
	}
	parsed, err := parse(data.Bytes)
	if err != nil {
		return nothing, fmt.Errorf("%s: %w", property, err)
	}
	return parsed, nil
}

// Update records another renewal margin, the only input that can change in place.
func (*LocallySignedCert) Update(
	_ context.Context, request infer.UpdateRequest[LocallySignedCertArgs, LocallySignedCertState],
) (infer.UpdateResponse[LocallySignedCertState], error) {
	state := request.State
	state.EarlyRenewalHours = orElse(request.Inputs.EarlyRenewalHours, 0)
	return infer.UpdateResponse[LocallySignedCertState]{Output: state}, nil
}

// Read marks a certificate whose time has come.
func (*LocallySignedCert) Read(
	_ context.Context, request infer.ReadRequest[LocallySignedCertArgs, LocallySignedCertState],
) (infer.ReadResponse[LocallySignedCertArgs, LocallySignedCertState], error) {
	state := request.State
	state.ReadyForRenewal = state.renewable(state.EarlyRenewalHours, time.Now())
	return infer.ReadResponse[LocallySignedCertArgs, LocallySignedCertState]{
		ID: request.ID, Inputs: request.Inputs, State: state,
	}, nil
}
