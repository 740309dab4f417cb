// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheusremotewrite;

import dev.forager.prometheus.Translation;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;

/** Counts what could not be translated, and says it once for each metric. Thread-safe. */
final class TranslationProblems {
    /** A sender that invents names must fill neither log nor memory. */
    private static final int MOST_SAID = 200;

    private final RemoteWriteMetrics metrics;
    private final Logger log;
    private final Map<String, Boolean> said = new ConcurrentHashMap<>();

    TranslationProblems(RemoteWriteMetrics metrics, Logger log) {
        this.metrics = metrics;
        this.log = log;
    }

    void report(Translation translation) {
        if (translation.duplicates() > 0) {
            metrics.dropped("same_time", translation.duplicates());
        }
        for (Translation.Failure failure : translation.failures()) {
            metrics.dropped(failure.reason(), failure.points());
            String key = failure.metric() + '\n' + failure.reason();
            if (said.size() < MOST_SAID && said.putIfAbsent(key, true) == null) {
                log.atWarn()
                        .addKeyValue("metric", failure.metric())
                        .addKeyValue("error", failure.text())
                        .log("A metric cannot be translated; its points are dropped and counted");
            }
        }
    }
}
