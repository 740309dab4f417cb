// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.benchmarks.compare;

/**
 * What one server did in one round of one scenario.
 *
 * @param cpuPerMillion CPU seconds of the server per million items that the backend got or
 *     acknowledged
 * @param itemsPerSecond of the same items
 * @param p50Millis latency of an answer
 * @param p99Millis latency of an answer
 * @param residentMiB memory at the end
 * @param bytesPerItem body bytes at the sink per item
 */
record Run(
        String server,
        String scenario,
        int round,
        double cpuPerMillion,
        double itemsPerSecond,
        double p50Millis,
        double p99Millis,
        double residentMiB,
        double bytesPerItem) {
    /** One line of the result file. */
    String json() {
        return ("{\"server\":\"%s\",\"scenario\":\"%s\",\"round\":%d,\"cpu_s_per_million\":%.4f,"
                        + "\"items_per_s\":%.0f,\"p50_ms\":%.3f,\"p99_ms\":%.3f,\"rss_mib\":%.1f,"
                        + "\"wire_bytes_per_item\":%.1f}")
                .formatted(
                        server,
                        scenario,
                        round,
                        cpuPerMillion,
                        itemsPerSecond,
                        p50Millis,
                        p99Millis,
                        residentMiB,
                        bytesPerItem);
    }
}
