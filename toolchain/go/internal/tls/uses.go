package tls

import (
	"crypto/x509"
	"fmt"
	"maps"
	"slices"
)

var usages = map[string]x509.KeyUsage{
	"cert_signing":       x509.KeyUsageCertSign,
	"content_commitment": x509.KeyUsageContentCommitment,
	"crl_signing":        x509.KeyUsageCRLSign,
	"data_encipherment":  x509.KeyUsageDataEncipherment,
	"decipher_only":      x509.KeyUsageDecipherOnly,
	"digital_signature":  x509.KeyUsageDigitalSignature,
	"encipher_only":      x509.KeyUsageEncipherOnly,
	"key_agreement":      x509.KeyUsageKeyAgreement,
	"key_encipherment":   x509.KeyUsageKeyEncipherment,
}

var extendedUsages = map[string]x509.ExtKeyUsage{
	"any_extended":                      x509.ExtKeyUsageAny,
	"client_auth":                       x509.ExtKeyUsageClientAuth,
	"code_signing":                      x509.ExtKeyUsageCodeSigning,
	"email_protection":                  x509.ExtKeyUsageEmailProtection,
	"ipsec_end_system":                  x509.ExtKeyUsageIPSECEndSystem,
	"ipsec_tunnel":                      x509.ExtKeyUsageIPSECTunnel,
	"ipsec_user":                        x509.ExtKeyUsageIPSECUser,
	"microsoft_commercial_code_signing": x509.ExtKeyUsageMicrosoftCommercialCodeSigning,
	"microsoft_kernel_code_signing":     x509.ExtKeyUsageMicrosoftKernelCodeSigning,
	"microsoft_server_gated_crypto":     x509.ExtKeyUsageMicrosoftServerGatedCrypto,
	"netscape_server_gated_crypto":      x509.ExtKeyUsageNetscapeServerGatedCrypto,
	"ocsp_signing":                      x509.ExtKeyUsageOCSPSigning,
	"server_auth":                       x509.ExtKeyUsageServerAuth,
	"timestamping":                      x509.ExtKeyUsageTimeStamping,
}

// allow puts the named uses into a certificate.
func allow(template *x509.Certificate, uses []string) {
	for _, use := range uses {
		if usage, plain := usages[use]; plain {
			template.KeyUsage |= usage
		} else {
			template.ExtKeyUsage = append(template.ExtKeyUsage, extendedUsages[use])
		}
	}
}

// checkUses names the first use that does not exist; the SDK's comments write them in camel case,
// which the released plugin refuses as well.
func checkUses(uses []string) error {
	for i, use := range uses {
		_, plain := usages[use]
		_, extended := extendedUsages[use]
		if !plain && !extended {
			names := slices.Sorted(maps.Keys(extendedUsages))
			names = slices.Sorted(slices.Values(append(names, slices.Collect(maps.Keys(usages))...)))
			return fmt.Errorf("allowedUses[%d]: unknown use %q, allowed are %q", i, use, names)
		}
	}
	return nil
}
