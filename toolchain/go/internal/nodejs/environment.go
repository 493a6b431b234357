package nodejs

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// programEnvironment hands configuration to the SDK. It goes through the environment and not
// through arguments, because arguments of a process are readable by every user of the machine.
func programEnvironment(request *pulumirpc.RunRequest, options options) ([]string, error) {
	config := map[string]string{}
	for key, value := range request.GetConfig() {
		config[plainKey(key)] = value
	}
	secretKeys := []string{}
	for _, key := range request.GetConfigSecretKeys() {
		secretKeys = append(secretKeys, plainKey(key))
	}
	encodedConfig, err := json.Marshal(config)
	if err != nil {
		return nil, fmt.Errorf("encode configuration: %w", err)
	}
	encodedKeys, err := json.Marshal(secretKeys)
	if err != nil {
		return nil, fmt.Errorf("encode names of secret configuration: %w", err)
	}
	environment := append(os.Environ(),
		"PULUMI_CONFIG="+string(encodedConfig),
		"PULUMI_CONFIG_SECRET_KEYS="+string(encodedKeys),
		"PULUMI_NODEJS_TYPESCRIPT="+strconv.FormatBool(options.typescript))
	if options.tsconfig != "" {
		environment = append(environment, "PULUMI_NODEJS_TSCONFIG_PATH="+options.tsconfig)
	}
	return environment, nil
}

// plainKey drops the infix of the old form `namespace:config:name`.
func plainKey(key string) string {
	return strings.Replace(key, ":config:", ":", 1)
}
