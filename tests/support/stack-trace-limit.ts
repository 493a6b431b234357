// Every promise in the Pulumi SDK formats a stack; without traces a mocked resource costs a tenth of the time (facts/pulumi.md §0).
Error.stackTraceLimit = Number(process.env["STACK_TRACE_LIMIT"] ?? 3);
