package tls

import (
	"context"
	"crypto/x509"
	"fmt"
	"time"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/infer"
)

// SelfSignedCert issues a certificate with its own key, such as that of a CA.
type SelfSignedCert struct{}

// SelfSignedCertArgs are what the program gives.
type SelfSignedCertArgs struct {
	alternatives
	ownKey
	terms
	SetAuthorityKeyID *bool                  `pulumi:"setAuthorityKeyId,optional"`
	Subject           *SelfSignedCertSubject `pulumi:"subject,optional"`
}

// SelfSignedCertState is kept in the state.
type SelfSignedCertState struct {
	alternatives
	ownKey
	issued
	KeyAlgorithm      string                 `pulumi:"keyAlgorithm"`
	SetAuthorityKeyID bool                   `pulumi:"setAuthorityKeyId"`
	Subject           *SelfSignedCertSubject `pulumi:"subject,optional"`
}

var (
	_ infer.CustomResource[SelfSignedCertArgs, SelfSignedCertState]       = (*SelfSignedCert)(nil)
	_ infer.CustomCheck[SelfSignedCertArgs]                               = (*SelfSignedCert)(nil)
	_ infer.CustomDiff[SelfSignedCertArgs, SelfSignedCertState]           = (*SelfSignedCert)(nil)
	_ infer.CustomUpdate[SelfSignedCertArgs, SelfSignedCertState]         = (*SelfSignedCert)(nil)
	_ infer.CustomRead[SelfSignedCertArgs, SelfSignedCertState]           = (*SelfSignedCert)(nil)
	_ infer.ExplicitDependencies[SelfSignedCertArgs, SelfSignedCertState] = (*SelfSignedCert)(nil)
)

// Annotate gives the class its token.
func (c *SelfSignedCert) Annotate(a infer.Annotator) {
	a.SetToken("index/selfSignedCert", "SelfSignedCert")
	a.Describe(&c, "A certificate that is signed with its own key.")
}

func (a SelfSignedCertArgs) settings() SelfSignedCertState {
	return SelfSignedCertState{
		alternatives:      a.alternatives,
		ownKey:            a.ownKey,
		issued:            a.terms.settings(),
		SetAuthorityKeyID: orElse(a.SetAuthorityKeyID, false),
		Subject:           a.Subject,
	}
}

// Check refuses uses that do not exist and keys that cannot be kept out of the state here.
func (*SelfSignedCert) Check(
	ctx context.Context, request infer.CheckRequest,
) (infer.CheckResponse[SelfSignedCertArgs], error) {
	inputs, failures, err := infer.DefaultCheck[SelfSignedCertArgs](ctx, request.NewInputs)
	failures = append(failures, checkCertificate("privateKeyPem", request.NewInputs, inputs.AllowedUses)...)
	return infer.CheckResponse[SelfSignedCertArgs]{Inputs: inputs, Failures: failures}, err
}

// Diff replaces the certificate on every change but that of the renewal margin.
func (*SelfSignedCert) Diff(
	_ context.Context, request infer.DiffRequest[SelfSignedCertArgs, SelfSignedCertState],
) (p.DiffResponse, error) {
	wanted, state := request.Inputs.settings(), request.State
	var changed changes
	wanted.alternatives.compare(&changed, state.alternatives)
	wanted.ownKey.compare(&changed, state.ownKey)
	wanted.issued.compare(&changed, state.issued, time.Now())
	changed.replace("setAuthorityKeyId", wanted.SetAuthorityKeyID, state.SetAuthorityKeyID)
	changed.replace("subject", wanted.Subject, state.Subject)
	return changed.response(), nil
}

// WireDependencies keeps the certificate public although its key is secret.
func (*SelfSignedCert) WireDependencies(f infer.FieldSelector, args *SelfSignedCertArgs, state *SelfSignedCertState) {
	state.issued.wire(f, &args.terms)
	f.OutputField(&state.KeyAlgorithm).NeverSecret()
	f.OutputField(&state.SetAuthorityKeyID).NeverSecret()
}

// Create issues the certificate.
func (*SelfSignedCert) Create(
	_ context.Context, request infer.CreateRequest[SelfSignedCertArgs],
) (infer.CreateResponse[SelfSignedCertState], error) {
	state := request.Inputs.settings()
	if request.DryRun {
		return infer.CreateResponse[SelfSignedCertState]{Output: state}, nil
	}
	key, algorithm, err := state.ownKey.parse()
	if err != nil {
		return infer.CreateResponse[SelfSignedCertState]{}, err
	}
	state.KeyAlgorithm = algorithm
	template := &x509.Certificate{DNSNames: list(state.DNSNames)}
	if state.Subject != nil {
		template.Subject = state.Subject.name()
	}
	if template.IPAddresses, err = state.addresses(); err != nil {
		return infer.CreateResponse[SelfSignedCertState]{}, err
	}
	if template.URIs, err = state.uris(); err != nil {
		return infer.CreateResponse[SelfSignedCertState]{}, err
	}
	if state.SetAuthorityKeyID {
		if template.AuthorityKeyId, err = keyID(key.Public()); err != nil {
			return infer.CreateResponse[SelfSignedCertState]{}, fmt.Errorf("setAuthorityKeyId: %w", err)
		}
	}
	id, err := state.sign(template, template, key.Public(), key)
	return infer.CreateResponse[SelfSignedCertState]{ID: id, Output: state}, err
}

// Update records another renewal margin, the only input that can change in place.
func (*SelfSignedCert) Update(
	_ context.Context, request infer.UpdateRequest[SelfSignedCertArgs, SelfSignedCertState],
) (infer.UpdateResponse[SelfSignedCertState], error) {
	state := request.State
	state.EarlyRenewalHours = orElse(request.Inputs.EarlyRenewalHours, 0)
	return infer.UpdateResponse[SelfSignedCertState]{Output: state}, nil
}

// Read marks a certificate whose time has come.
func (*SelfSignedCert) Read(
	_ context.Context, request infer.ReadRequest[SelfSignedCertArgs, SelfSignedCertState],
) (infer.ReadResponse[SelfSignedCertArgs, SelfSignedCertState], error) {
	state := request.State
	state.ReadyForRenewal = state.renewable(state.EarlyRenewalHours, time.Now())
	return infer.ReadResponse[SelfSignedCertArgs, SelfSignedCertState]{
		ID: request.ID, Inputs: request.Inputs, State: state,
	}, nil
}
