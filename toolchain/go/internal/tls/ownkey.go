package tls

import (
	"crypto"
	"fmt"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

// ownKey is the private key of the one a certificate or a request is for. The write-only forms are
// there because the SDK knows them; Check refuses them.
type ownKey struct {
	PrivateKeyPem          *string `pulumi:"privateKeyPem,optional" provider:"secret"`
	PrivateKeyPemWo        *string `pulumi:"privateKeyPemWo,optional" provider:"secret"`
	PrivateKeyPemWoVersion *int    `pulumi:"privateKeyPemWoVersion,optional"`
}

func (k ownKey) parse() (crypto.Signer, string, error) {
	key, algorithm, err := parsePrivate(orElse(k.PrivateKeyPem, ""))
	if err != nil {
		return nil, "", fmt.Errorf("privateKeyPem: not a private key: %w", err)
	}
	return key, algorithm, nil
}

func (k ownKey) compare(changed *changes, state ownKey) {
	changed.replace("privateKeyPem", orElse(k.PrivateKeyPem, ""), orElse(state.PrivateKeyPem, ""))
}

// checkCertificate judges what certificates have in common: the key and the uses.
func checkCertificate(key string, inputs property.Map, uses []string) []p.CheckFailure {
	failures := checkKey(key, inputs)
	if given := inputs.Get("allowedUses"); !given.HasComputed() {
		failures = append(failures, failure("allowedUses", checkUses(uses))...)
	}
	return failures
}

// checkKey wants the plain form of a key and refuses the write-only one.
func checkKey(key string, inputs property.Map) []p.CheckFailure {
	if _, given := inputs.GetOk(key + "Wo"); given {
		return failure(key+"Wo", Build.Errorf("%sWo is not supported, use %s", key, key))
	}
	if _, given := inputs.GetOk(key); !given {
		return failure(key, fmt.Errorf("%s: missing, a private key in PEM form is needed", key))
	}
	return nil
}

// wire keeps everything about a certificate public although it was made with a secret key.
// A change of the renewal margin makes no new certificate: the old one stays known in a preview.
func (i *issued) wire(f infer.FieldSelector, given *terms) {
	f.OutputField(&i.EarlyRenewalHours).DependsOn(f.InputField(&given.EarlyRenewalHours).Computed())
	for _, field := range []any{
		&i.AllowedUses, &i.CertPem, &i.EarlyRenewalHours, &i.IsCaCertificate, &i.MaxPathLength, &i.ReadyForRenewal,
		&i.SetSubjectKeyID, &i.ValidityEndTime, &i.ValidityPeriodHours, &i.ValidityStartTime,
	} {
		f.OutputField(field).NeverSecret()
	}
}
