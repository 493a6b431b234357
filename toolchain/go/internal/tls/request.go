package tls

import (
	"context"
	"crypto/rand"
	"crypto/sha1"
	"crypto/x509"
	"encoding/hex"
	"fmt"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/infer"
)

// CertRequest asks a CA for a certificate.
type CertRequest struct{}

// CertRequestArgs are what the program gives.
type CertRequestArgs struct {
	alternatives
	ownKey
	Subject *CertRequestSubject `pulumi:"subject,optional"`
}

// CertRequestState is kept in the state.
type CertRequestState struct {
	CertRequestArgs
	CertRequestPem string `pulumi:"certRequestPem"`
	KeyAlgorithm   string `pulumi:"keyAlgorithm"`
}

var (
	_ infer.CustomResource[CertRequestArgs, CertRequestState]       = (*CertRequest)(nil)
	_ infer.CustomCheck[CertRequestArgs]                            = (*CertRequest)(nil)
	_ infer.CustomDiff[CertRequestArgs, CertRequestState]           = (*CertRequest)(nil)
	_ infer.ExplicitDependencies[CertRequestArgs, CertRequestState] = (*CertRequest)(nil)
)

// Annotate gives the class its token.
func (r *CertRequest) Annotate(a infer.Annotator) {
	a.SetToken("index/certRequest", "CertRequest")
	a.Describe(&r, "A request for a certificate.")
}

// Check refuses keys that cannot be kept out of the state here.
func (*CertRequest) Check(
	ctx context.Context, request infer.CheckRequest,
) (infer.CheckResponse[CertRequestArgs], error) {
	inputs, failures, err := infer.DefaultCheck[CertRequestArgs](ctx, request.NewInputs)
	failures = append(failures, checkKey("privateKeyPem", request.NewInputs)...)
	return infer.CheckResponse[CertRequestArgs]{Inputs: inputs, Failures: failures}, err
}

// Diff replaces the request on every change.
func (*CertRequest) Diff(
	_ context.Context, request infer.DiffRequest[CertRequestArgs, CertRequestState],
) (p.DiffResponse, error) {
	var changed changes
	request.Inputs.alternatives.compare(&changed, request.State.alternatives)
	request.Inputs.ownKey.compare(&changed, request.State.ownKey)
	changed.replace("subject", request.Inputs.Subject, request.State.Subject)
	return changed.response(), nil
}

// WireDependencies keeps the request public although its key is secret.
func (*CertRequest) WireDependencies(f infer.FieldSelector, _ *CertRequestArgs, state *CertRequestState) {
	f.OutputField(&state.CertRequestPem).NeverSecret()
	f.OutputField(&state.KeyAlgorithm).NeverSecret()
}

// Create makes the request.
func (*CertRequest) Create(
	_ context.Context, request infer.CreateRequest[CertRequestArgs],
) (infer.CreateResponse[CertRequestState], error) {
	state := CertRequestState{CertRequestArgs: request.Inputs}
	if request.DryRun {
		return infer.CreateResponse[CertRequestState]{Output: state}, nil
	}
	err := state.make()
	sum := sha1.Sum([]byte(state.CertRequestPem))
	return infer.CreateResponse[CertRequestState]{ID: hex.EncodeToString(sum[:]), Output: state}, err
}

func (s *CertRequestState) make() error {
	key, algorithm, err := s.parse()
	if err != nil {
		return err
	}
	template := &x509.CertificateRequest{DNSNames: list(s.DNSNames)}
	if s.Subject != nil {
		template.Subject = s.Subject.name()
	}
	if template.IPAddresses, err = s.addresses(); err != nil {
		return err
	}
	if template.URIs, err = s.uris(); err != nil {
		return err
	}
	der, err := x509.CreateCertificateRequest(rand.Reader, template, key)
	if err != nil {
		return fmt.Errorf("make certificate request: %w", err)
	}
	s.CertRequestPem, s.KeyAlgorithm = block("CERTIFICATE REQUEST", der), algorithm
	return nil
}
