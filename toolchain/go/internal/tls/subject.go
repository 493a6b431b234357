package tls

import (
	"crypto/x509/pkix"
	"encoding/asn1"

	"github.com/pulumi/pulumi-go-provider/infer"
)

// subject is the distinguished name a certificate is for.
type subject struct {
	CommonName         *string   `pulumi:"commonName,optional"`
	Country            *string   `pulumi:"country,optional"`
	EmailAddress       *string   `pulumi:"emailAddress,optional"`
	Locality           *string   `pulumi:"locality,optional"`
	Organization       *string   `pulumi:"organization,optional"`
	OrganizationalUnit *string   `pulumi:"organizationalUnit,optional"`
	PostalCode         *string   `pulumi:"postalCode,optional"`
	Province           *string   `pulumi:"province,optional"`
	SerialNumber       *string   `pulumi:"serialNumber,optional"`
	StreetAddresses    *[]string `pulumi:"streetAddresses,optional"`
}

// SelfSignedCertSubject is the subject under the token of its class: the SDK has one type for each.
type SelfSignedCertSubject struct{ subject }

// CertRequestSubject is the subject under the token of its class.
type CertRequestSubject struct{ subject }

// Annotate gives the type its token.
func (s *SelfSignedCertSubject) Annotate(a infer.Annotator) {
	a.SetToken("index/SelfSignedCertSubject", "SelfSignedCertSubject")
}

// Annotate gives the type its token.
func (s *CertRequestSubject) Annotate(a infer.Annotator) {
	a.SetToken("index/CertRequestSubject", "CertRequestSubject")
}

var emailOID = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 1}

// name converts to the form that certificates want.
func (s *subject) name() pkix.Name {
	if s == nil {
		return pkix.Name{}
	}
	name := pkix.Name{
		CommonName:         orElse(s.CommonName, ""),
		SerialNumber:       orElse(s.SerialNumber, ""),
		Country:            one(s.Country),
		Locality:           one(s.Locality),
		Organization:       one(s.Organization),
		OrganizationalUnit: one(s.OrganizationalUnit),
		PostalCode:         one(s.PostalCode),
		Province:           one(s.Province),
		StreetAddress:      list(s.StreetAddresses),
	}
	if s.EmailAddress != nil {
		name.ExtraNames = []pkix.AttributeTypeAndValue{{
			Type:  emailOID,
			Value: asn1.RawValue{Tag: asn1.TagIA5String, Bytes: []byte(*s.EmailAddress)},
		}}
	}
	return name
}

func one(value *string) []string {
	if value == nil {
		return nil
	}
	return []string{*value}
}
