/**
 * The default tiers, the most important first: what a cluster of about 70 services runs with. 0-core to 2-gpu have
 * guaranteed memory, as a container's limit equals its request; 3-edge and 4-aux may use twice and four times their request
 * while memory is free.
 */
export const DEFAULT_TIERS = {
  "0-core": {
    priority: 1_000_000,
    container: { cpuMillis: 100, memoryMiB: 256, maxMemoryMiB: 8192 },
    quota: { cpuMillis: 8000, memoryMiB: 8192, memoryLimitMiB: 65_536, pods: 100 },
  },
  "1-cluster": {
    priority: 800_000,
    container: { cpuMillis: 100, memoryMiB: 256, maxMemoryMiB: 8192 },
    quota: { cpuMillis: 4000, memoryMiB: 4096, memoryLimitMiB: 32_768, pods: 30 },
  },
  "2-gpu": {
    priority: 600_000,
    gpu: true,
    container: { cpuMillis: 200, memoryMiB: 1024, maxMemoryMiB: 16_384 },
    quota: { cpuMillis: 8000, memoryMiB: 12_288, memoryLimitMiB: 32_768, pods: 40 },
  },
  "3-edge": {
    priority: 400_000,
    container: { cpuMillis: 50, memoryMiB: 128, memoryLimitMiB: 256, maxMemoryMiB: 8192 },
    quota: { cpuMillis: 4000, memoryMiB: 4096, memoryLimitMiB: 32_768, pods: 30 },
  },
  "4-aux": {
    priority: 200_000,
    preempts: false,
    container: { cpuMillis: 50, memoryMiB: 64, memoryLimitMiB: 256, maxMemoryMiB: 4096 },
    quota: { cpuMillis: 2000, memoryMiB: 3072, memoryLimitMiB: 16_384, pods: 20 },
  },
};
