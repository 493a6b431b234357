package tls

import (
	"fmt"
	"net"
	"net/url"
)

// alternatives are the subject alternative names of a certificate or a request.
type alternatives struct {
	DNSNames    *[]string `pulumi:"dnsNames,optional"`
	IPAddresses *[]string `pulumi:"ipAddresses,optional"`
	URIs        *[]string `pulumi:"uris,optional"`
}

func (a alternatives) addresses() ([]net.IP, error) {
	var addresses []net.IP
	for i, text := range list(a.IPAddresses) {
		address := net.ParseIP(text)
		if address == nil {
			return nil, fmt.Errorf("ipAddresses[%d]: %q is not an IP address", i, text)
		}
		addresses = append(addresses, address)
	}
	return addresses, nil
}

func (a alternatives) uris() ([]*url.URL, error) {
	var uris []*url.URL
	for i, text := range list(a.URIs) {
		uri, err := url.Parse(text)
		if err != nil {
			return nil, fmt.Errorf("uris[%d]: %q is not a URI: %w", i, text, err)
		}
		uris = append(uris, uri)
	}
	return uris, nil
}

func (a alternatives) compare(changed *changes, state alternatives) {
	changed.replace("dnsNames", list(a.DNSNames), list(state.DNSNames))
	changed.replace("ipAddresses", list(a.IPAddresses), list(state.IPAddresses))
	changed.replace("uris", list(a.URIs), list(state.URIs))
}
