package netguard

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// unroutable is how often anything in this network wanted to reach an address that has no route.
func unroutable() (int, error) {
	text, err := os.ReadFile("/proc/self/net/snmp")
	if err != nil {
		return 0, err
	}
	total, err := ipv4Counter(string(text), "OutNoRoutes")
	if err != nil {
		return 0, err
	}
	// A kernel without IPv6 has no such file, and nothing to count.
	if text, err = os.ReadFile("/proc/self/net/snmp6"); err == nil {
		total += ipv6Counter(string(text), "Ip6OutNoRoutes")
	}
	return total, nil
}

// ipv4Counter reads a table of two lines: names, then values.
func ipv4Counter(text, name string) (int, error) {
	var names []string
	for line := range strings.Lines(text) {
		fields := strings.Fields(line)
		if len(fields) == 0 || fields[0] != "Ip:" {
			continue
		}
		if names == nil {
			names = fields
			continue
		}
		for i, field := range fields {
			if i < len(names) && names[i] == name {
				return strconv.Atoi(field)
			}
		}
	}
	return 0, fmt.Errorf("/proc/self/net/snmp: no counter %s among the Ip ones", name)
}

// ipv6Counter reads lines of name and value.
func ipv6Counter(text, name string) int {
	for line := range strings.Lines(text) {
		if fields := strings.Fields(line); len(fields) == 2 && fields[0] == name {
			value, _ := strconv.Atoi(fields[1])
			return value
		}
	}
	return 0
}
