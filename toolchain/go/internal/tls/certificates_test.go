package tls_test

import (
	"crypto/x509"
	"strings"
	"testing"
	"time"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

// authority is a CA as programs make it.
func authority(plugin plugin) (inputs map[string]any, key, certificate property.Map) {
	key = plugin.create("PrivateKey", map[string]any{"algorithm": "ECDSA", "ecdsaCurve": "P256"})
	inputs = map[string]any{
		"privateKeyPem": key.Get("privateKeyPem").AsString(), "isCaCertificate": true, "validityPeriodHours": 87600,
		"allowedUses": []any{"cert_signing", "crl_signing", "digital_signature"},
		"subject":     map[string]any{"commonName": "asgard", "organization": "Homelab", "streetAddresses": []any{"Bifrost 1"}},
	}
	return inputs, key, plugin.create("SelfSignedCert", inputs)
}

func TestACertificateOfACASignedCertificateVerifies(t *testing.T) {
	plugin := newPlugin(t)
	_, caKey, ca := authority(plugin)
	key := plugin.create("PrivateKey", map[string]any{"algorithm": "ED25519"})
	request := plugin.create("CertRequest", map[string]any{
		"privateKeyPem": key.Get("privateKeyPem").AsString(),
		"subject":       map[string]any{"commonName": "kube-apiserver", "emailAddress": "odin@asgard.example"},
		"dnsNames":      []any{"api.asgard.example"}, "ipAddresses": []any{"10.10.10.110", "fd00::1"}, "uris": []any{"spiffe://asgard/api"},
	})
	leafInputs := map[string]any{
		"caCertPem": ca.Get("certPem").AsString(), "caPrivateKeyPem": caKey.Get("privateKeyPem").AsString(),
		"certRequestPem": request.Get("certRequestPem").AsString(), "validityPeriodHours": 48,
		"allowedUses": []any{"server_auth", "key_encipherment"}, "setSubjectKeyId": true,
	}
	leaf := plugin.create("LocallySignedCert", leafInputs)

	certificate := parsed(t, leaf)
	roots := x509.NewCertPool()
	roots.AddCert(parsed(t, ca))
	if _, err := certificate.Verify(x509.VerifyOptions{Roots: roots, DNSName: "api.asgard.example"}); err != nil {
		t.Error(err)
	}
	if len(certificate.IPAddresses) != 2 || certificate.URIs[0].String() != "spiffe://asgard/api" || len(certificate.SubjectKeyId) == 0 {
		t.Errorf("alternative names: %+v", certificate)
	}
	if lasts := certificate.NotAfter.Sub(certificate.NotBefore); lasts != 48*time.Hour {
		t.Errorf("it lasts %s", lasts)
	}
	if got := leaf.Get("caKeyAlgorithm").AsString() + " " + request.Get("keyAlgorithm").AsString(); got != "ECDSA ED25519" {
		t.Errorf("algorithms: %s", got)
	}
	wantSecrets(t, leaf, "caPrivateKeyPem")
	wantSecrets(t, request, "privateKeyPem")
	wantSecrets(t, ca, "privateKeyPem")
	plugin.wantNoChange("LocallySignedCert", leaf, leafInputs)
	plugin.wantChange("LocallySignedCert", leaf, with(leafInputs, "certRequestPem", "other"), "certRequestPem", p.UpdateReplace)
}

func TestWhatAChangeOfACertificateMeans(t *testing.T) {
	plugin := newPlugin(t)
	inputs, _, ca := authority(plugin)
	if got := ca.Get("maxPathLength").AsNumber(); got != -1 {
		t.Errorf("maxPathLength: %v", got)
	}
	plugin.wantNoChange("SelfSignedCert", ca, inputs)
	plugin.wantNoChange("SelfSignedCert", ca, with(inputs, "dnsNames", []any{}))
	plugin.wantChange("SelfSignedCert", ca, with(inputs, "dnsNames", []any{"a"}), "dnsNames", p.UpdateReplace)
	plugin.wantChange("SelfSignedCert", ca, with(inputs, "subject", map[string]any{"commonName": "x"}), "subject", p.UpdateReplace)
	plugin.wantChange("SelfSignedCert", ca, with(inputs, "earlyRenewalHours", 24), "earlyRenewalHours", p.Update)
}

func TestACertificateWhoseTimeHasComeIsReplaced(t *testing.T) {
	plugin := newPlugin(t)
	inputs, _, _ := authority(plugin)
	inputs = with(with(inputs, "validityPeriodHours", 10), "earlyRenewalHours", 11)
	certificate := plugin.create("SelfSignedCert", inputs)
	plugin.wantChange("SelfSignedCert", certificate, inputs, "readyForRenewal", p.UpdateReplace)
	read, err := plugin.server.Read(p.ReadRequest{Urn: urnOf("SelfSignedCert"), ID: "it", Properties: certificate})
	if err != nil || !read.Properties.Get("readyForRenewal").AsBool() {
		t.Errorf("refresh: %+v, %v", read.Properties, err)
	}
}

func TestOnlyTheRenewalMarginChangesInPlace(t *testing.T) {
	plugin := newPlugin(t)
	inputs, _, ca := authority(plugin)
	updated, err := plugin.server.Update(p.UpdateRequest{
		Urn: urnOf("SelfSignedCert"), ID: "it", State: ca, Inputs: plugin.checked("SelfSignedCert", with(inputs, "earlyRenewalHours", 24)),
	})
	if err != nil {
		t.Fatal(err)
	}
	if updated.Properties.Get("earlyRenewalHours").AsNumber() != 24 || updated.Properties.Get("certPem").AsString() != ca.Get("certPem").AsString() {
		t.Errorf("got %+v", updated.Properties)
	}
	wantSecrets(t, updated.Properties, "privateKeyPem")
}

func TestACertificateStaysKnownWhileItsRenewalMarginChanges(t *testing.T) {
	plugin := newPlugin(t)
	inputs, _, ca := authority(plugin)
	preview, err := plugin.server.Update(p.UpdateRequest{
		Urn: urnOf("SelfSignedCert"), ID: "it", State: ca, DryRun: true,
		Inputs: plugin.checked("SelfSignedCert", with(inputs, "earlyRenewalHours", 24)),
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range preview.Properties.All {
		if value.IsComputed() {
			t.Errorf("%s is unknown", name)
		}
	}
	made, err := plugin.server.Create(p.CreateRequest{
		Urn: urnOf("SelfSignedCert"), DryRun: true, Properties: plugin.checked("SelfSignedCert", inputs),
	})
	if err != nil || !made.Properties.Get("certPem").IsComputed() {
		t.Errorf("certPem of a certificate that is still to be made: %v, %v", made.Properties.Get("certPem"), err)
	}
}

func TestAPathLengthOf0IsNotWritten(t *testing.T) {
	plugin := newPlugin(t)
	inputs, _, _ := authority(plugin)
	if one := parsed(t, plugin.create("SelfSignedCert", with(inputs, "maxPathLength", 1))); one.MaxPathLen != 1 {
		t.Errorf("1: %d", one.MaxPathLen)
	}
	none := parsed(t, plugin.create("SelfSignedCert", with(inputs, "maxPathLength", 0)))
	if none.MaxPathLen != -1 || none.MaxPathLenZero {
		t.Errorf("0: %d, %v", none.MaxPathLen, none.MaxPathLenZero)
	}
}

func TestAStateOfTheReleasedPluginIsReadAndMadeLikeIt(t *testing.T) {
	plugin := newPlugin(t)
	inputs, _, ca := authority(plugin)
	if ca.Get("id").AsString() == "" || ca.Get("__meta").AsString() != `{"schema_version":"1"}` {
		t.Errorf("id %v, __meta %v", ca.Get("id"), ca.Get("__meta"))
	}
	released := ca.Set("__pulumi_raw_state_delta", property.New(map[string]property.Value{"obj": property.New(property.Map{})}))
	plugin.wantNoChange("SelfSignedCert", released, inputs)
	plugin.wantChange("SelfSignedCert", released, with(inputs, "earlyRenewalHours", 24), "earlyRenewalHours", p.Update)
	read, err := plugin.server.Read(p.ReadRequest{Urn: urnOf("SelfSignedCert"), ID: "it", Properties: released})
	if err != nil || read.Properties.Get("certPem").AsString() != ca.Get("certPem").AsString() {
		t.Errorf("refresh: %+v, %v", read.Properties, err)
	}
}

func TestMistakesInCertificatesAreNamed(t *testing.T) {
	plugin := newPlugin(t)
	inputs, _, _ := authority(plugin)
	for want, wrong := range map[string]map[string]any{
		`allowedUses[0]: unknown use "certSigning", allowed are ["any_extended"`:          with(inputs, "allowedUses", []any{"certSigning"}),
		"tls 5.6.1-compatible build: privateKeyPemWo is not supported, use privateKeyPem": with(inputs, "privateKeyPemWo", "x"),
		"privateKeyPem: missing": {"allowedUses": []any{}, "validityPeriodHours": 1},
	} {
		_, failures := plugin.check("SelfSignedCert", wrong)
		if len(failures) != 1 || !strings.HasPrefix(failures[0].Reason, want) {
			t.Errorf("want %s, got %+v", want, failures)
		}
	}
	for want, wrong := range map[string]map[string]any{
		"subject: a CA certificate needs":       with(inputs, "subject", map[string]any{}),
		"privateKeyPem: not a private key":      with(inputs, "privateKeyPem", "x"),
		`ipAddresses[0]: "10.0.0" is not an IP`: with(inputs, "ipAddresses", []any{"10.0.0"}),
	} {
		_, err := plugin.server.Create(p.CreateRequest{Urn: urnOf("SelfSignedCert"), Properties: plugin.checked("SelfSignedCert", wrong)})
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("want %s, got %v", want, err)
		}
	}
}

func parsed(t *testing.T, state property.Map) *x509.Certificate {
	t.Helper()
	certificate, err := x509.ParseCertificate(firstBlock(t, state, "certPem").Bytes)
	if err != nil {
		t.Fatal(err)
	}
	return certificate
}
