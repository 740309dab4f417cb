// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheusremotewrite;

import org.slf4j.Logger;

/** Tells who uses keys that are to go, in the words of the Go collector's exporter. Stateless. */
final class FormerKeys {
    private static final int DEFAULT_CONSUMERS = 5;

    private FormerKeys() {}

    static void warn(PrometheusRemoteWriteExporterConfig config, Logger log) {
        if (config.remoteWriteQueue().numConsumers() != DEFAULT_CONSUMERS) {
            log.warn(
                    "`remote_write_queue.num_consumers` will be used to configure processing"
                            + " parallelism, rather than request parallelism in a future release."
                            + " This may cause out-of-order issues unless you take action. Please"
                            + " migrate to using `max_batch_request_parallelism` to keep the your"
                            + " existing behavior.");
        }
        if (!config.addMetricSuffixes()) {
            log.warn(
                    "`add_metric_suffixes` is deprecated. Please use `translation_strategy:"
                            + " UnderscoreEscapingWithoutSuffixes` instead.");
        }
        config.resourceToTelemetryConversion().warn(log);
    }
}
