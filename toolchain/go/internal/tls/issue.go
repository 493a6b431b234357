package tls

import (
	"crypto"
	"crypto/rand"
	"crypto/sha1"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"
	"time"
)

// terms are what self-signed and locally signed certificates have in common among the inputs.
type terms struct {
	AllowedUses         []string `pulumi:"allowedUses"`
	EarlyRenewalHours   *int     `pulumi:"earlyRenewalHours,optional"`
	IsCaCertificate     *bool    `pulumi:"isCaCertificate,optional"`
	MaxPathLength       *int     `pulumi:"maxPathLength,optional"`
	SetSubjectKeyID     *bool    `pulumi:"setSubjectKeyId,optional"`
	ValidityPeriodHours int      `pulumi:"validityPeriodHours"`
}

// issued are the same terms in the state, defaults filled in, and what issuing adds.
type issued struct {
	AllowedUses         []string `pulumi:"allowedUses"`
	CertPem             string   `pulumi:"certPem"`
	EarlyRenewalHours   int      `pulumi:"earlyRenewalHours"`
	IsCaCertificate     bool     `pulumi:"isCaCertificate"`
	MaxPathLength       int      `pulumi:"maxPathLength"`
	ReadyForRenewal     bool     `pulumi:"readyForRenewal"`
	SetSubjectKeyID     bool     `pulumi:"setSubjectKeyId"`
	ValidityEndTime     string   `pulumi:"validityEndTime"`
	ValidityPeriodHours int      `pulumi:"validityPeriodHours"`
	ValidityStartTime   string   `pulumi:"validityStartTime"`
}

// noPathLimit is the default of maxPathLength.
const noPathLimit = -1

func (t terms) settings() issued {
	return issued{
		AllowedUses:         t.AllowedUses,
		EarlyRenewalHours:   orElse(t.EarlyRenewalHours, 0),
		IsCaCertificate:     orElse(t.IsCaCertificate, false),
		MaxPathLength:       orElse(t.MaxPathLength, noPathLimit),
		SetSubjectKeyID:     orElse(t.SetSubjectKeyID, false),
		ValidityPeriodHours: t.ValidityPeriodHours,
	}
}

// compare notes what differs. Only the renewal margin can change without a new certificate, and a
// certificate inside that margin is replaced.
func (i issued) compare(changed *changes, state issued, now time.Time) {
	changed.replace("allowedUses", i.AllowedUses, state.AllowedUses)
	changed.replace("isCaCertificate", i.IsCaCertificate, state.IsCaCertificate)
	changed.replace("maxPathLength", i.MaxPathLength, state.MaxPathLength)
	changed.replace("setSubjectKeyId", i.SetSubjectKeyID, state.SetSubjectKeyID)
	changed.replace("validityPeriodHours", i.ValidityPeriodHours, state.ValidityPeriodHours)
	changed.update("earlyRenewalHours", i.EarlyRenewalHours, state.EarlyRenewalHours)
	changed.replace("readyForRenewal", state.renewable(i.EarlyRenewalHours, now), false)
}

// renewable says whether the end of validity, less a margin, has passed.
func (i issued) renewable(marginHours int, now time.Time) bool {
	end, err := time.Parse(time.RFC3339, i.ValidityEndTime)
	return err == nil && !now.Before(end.Add(-time.Duration(marginHours)*time.Hour))
}

// sign issues the certificate of a template and gives its serial number, which is its id.
func (i *issued) sign(template, parent *x509.Certificate, public crypto.PublicKey, signer crypto.Signer) (string, error) {
	start := time.Now()
	end := start.Add(time.Duration(i.ValidityPeriodHours) * time.Hour)
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 128))
	if err != nil {
		return "", err
	}
	template.SerialNumber, template.NotBefore, template.NotAfter = serial, start, end
	template.BasicConstraintsValid = true
	allow(template, i.AllowedUses)
	if i.IsCaCertificate && template.Subject.String() == "" {
		return "", errors.New("subject: a CA certificate needs at least one part of a name, got none; set subject.commonName")
	}
	template.IsCA = i.IsCaCertificate
	// As in the released plugin a length of 0 is not written: the certificate then has no limit.
	if i.MaxPathLength > 0 {
		template.MaxPathLen = i.MaxPathLength
	}
	if i.IsCaCertificate || i.SetSubjectKeyID {
		if template.SubjectKeyId, err = keyID(public); err != nil {
			return "", err
		}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, public, signer)
	if err != nil {
		return "", fmt.Errorf("issue certificate: %w", err)
	}
	i.CertPem = block("CERTIFICATE", der)
	i.ValidityStartTime, i.ValidityEndTime = start.Format(time.RFC3339Nano), end.Format(time.RFC3339Nano)
	return serial.String(), nil
}

// keyID is the SHA-1 sum of the key's bits, as RFC 5280 section 4.2.1.2 recommends.
func keyID(public crypto.PublicKey) ([]byte, error) {
	der, err := x509.MarshalPKIXPublicKey(public)
	if err != nil {
		return nil, err
	}
	var info struct {
		Algorithm asn1.RawValue
		Key       asn1.BitString
	}
	if _, err := asn1.Unmarshal(der, &info); err != nil {
		return nil, err
	}
	sum := sha1.Sum(info.Key.Bytes)
	return sum[:], nil
}
