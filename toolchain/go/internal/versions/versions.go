// Package versions holds the release that each compatible plugin answers for.
//
// The engine looks plugins up by exact version, and the npm SDKs ask for exactly these.
package versions

const (
	// Command is the release of the command plugin whose behaviour internal/command reproduces.
	Command = "1.2.1"
	// ProxmoxVE is the release of the Proxmox VE plugin, bridged over Provider below.
	ProxmoxVE = "8.6.0"
	// ProxmoxProvider is the bpg provider inside it; it must equal the version in go.mod.
	ProxmoxProvider = "0.112.0"
	// Pulumi is the release of the engine, and so of the language host beside it.
	Pulumi = "3.259.0"
	// TLS is the release of the tls plugin whose behaviour internal/tls reproduces.
	TLS = "5.6.1"
)
