package tls

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"slices"
)

// The algorithms, as inputs name them.
const (
	algorithmRSA     = "RSA"
	algorithmECDSA   = "ECDSA"
	algorithmED25519 = "ED25519"
)

var algorithms = []string{algorithmRSA, algorithmECDSA, algorithmED25519}

var curves = map[string]elliptic.Curve{
	"P224": elliptic.P224(), "P256": elliptic.P256(), "P384": elliptic.P384(), "P521": elliptic.P521(),
}

var curveNames = []string{"P224", "P256", "P384", "P521"}

// generate makes a new private key.
func generate(algorithm, curve string, bits int) (crypto.Signer, error) {
	switch algorithm {
	case algorithmRSA:
		return rsa.GenerateKey(rand.Reader, bits)
	case algorithmECDSA:
		return ecdsa.GenerateKey(curves[curve], rand.Reader)
	case algorithmED25519:
		_, key, err := ed25519.GenerateKey(rand.Reader)
		return key, err
	}
	return nil, fmt.Errorf("algorithm: unknown %q, allowed are %q", algorithm, algorithms)
}

// encodePrivate gives the PEM form that each algorithm traditionally has; Ed25519 has only PKCS#8.
func encodePrivate(key crypto.Signer) (string, error) {
	switch key := key.(type) {
	case *rsa.PrivateKey:
		return block("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(key)), nil
	case *ecdsa.PrivateKey:
		der, err := x509.MarshalECPrivateKey(key)
		return block("EC PRIVATE KEY", der), err
	}
	return encodePKCS8(key)
}

func encodePKCS8(key crypto.Signer) (string, error) {
	der, err := x509.MarshalPKCS8PrivateKey(key)
	return block("PRIVATE KEY", der), err
}

// parsePrivate reads a private key in any of the forms encodePrivate writes.
func parsePrivate(text string) (crypto.Signer, string, error) {
	data, _ := pem.Decode([]byte(text))
	if data == nil {
		return nil, "", errors.New("it is not in PEM form")
	}
	var key any
	var err error
	switch data.Type {
	case "RSA PRIVATE KEY":
		key, err = x509.ParsePKCS1PrivateKey(data.Bytes)
	case "EC PRIVATE KEY":
		key, err = x509.ParseECPrivateKey(data.Bytes)
	case "PRIVATE KEY":
		key, err = x509.ParsePKCS8PrivateKey(data.Bytes)
	default:
		return nil, "", fmt.Errorf("its PEM block is %q, allowed are RSA PRIVATE KEY, EC PRIVATE KEY and PRIVATE KEY", data.Type)
	}
	if err != nil {
		return nil, "", err
	}
	switch key := key.(type) {
	case *rsa.PrivateKey:
		return key, algorithmRSA, nil
	case *ecdsa.PrivateKey:
		return key, algorithmECDSA, nil
	case ed25519.PrivateKey:
		return key, algorithmED25519, nil
	}
	return nil, "", fmt.Errorf("it is a %T, allowed are keys of the algorithms %q", key, algorithms)
}

func block(kind string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
}

func oneOf(property, value string, allowed []string) error {
	if slices.Contains(allowed, value) {
		return nil
	}
	return fmt.Errorf("%s: unknown value %q, allowed are %q", property, value, allowed)
}
