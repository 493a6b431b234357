package netguard

import "testing"

func TestCountersAreReadFromTheKernelsTables(t *testing.T) {
	snmp := "Ip: Forwarding OutDiscards OutNoRoutes\nIp: 2 0 7\nIcmp: InMsgs\nIcmp: 1\n"
	count, err := ipv4Counter(snmp, "OutNoRoutes")
	if err != nil || count != 7 {
		t.Fatalf("got %d, %v", count, err)
	}
	if _, err := ipv4Counter("Icmp: InMsgs\nIcmp: 1\n", "OutNoRoutes"); err == nil {
		t.Fatal("a table without the counter must be an error, not zero")
	}
	if got := ipv6Counter("Ip6InReceives 1\nIp6OutNoRoutes 3\n", "Ip6OutNoRoutes"); got != 3 {
		t.Fatalf("got %d", got)
	}
}
