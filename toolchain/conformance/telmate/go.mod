module telmate-client

go 1.25.0

require github.com/Telmate/proxmox-api-go v0.0.0-20260201220834-d1b91f64e60f

require (
	golang.org/x/crypto v0.39.0 // indirect
	golang.org/x/sys v0.33.0 // indirect
)
