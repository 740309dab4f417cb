// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.k8sattributes;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.Gates;
import dev.forager.processors.k8sattributes.Association.Identifier;
import dev.forager.processors.k8sattributes.Association.Rule;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts by rule how often a pod was found, under the Go collector's names. Thread-safe. */
final class AssociationMetrics {
    private static final AttributeKey<String> STATUS = AttributeKey.stringKey("status");
    private static final AttributeKey<String> IDENTIFIER = AttributeKey.stringKey("pod_identifier");
    private static final AttributeKey<String> SIGNAL = AttributeKey.stringKey("otelcol.signal");

    private final LongCounter associations;
    private final @Nullable LongCounter misses;

    /** By rule; the last for resources of which no rule is complete. */
    private final Attributes[] found;

    private final Attributes[] missed;

    AssociationMetrics(Meter meter, Gates gates, List<Rule> rules, Signal signal) {
        associations =
                meter.counterBuilder("otelcol.k8s.pod.association")
                        .setUnit("{resource}")
                        .setDescription("Number of pod associations performed")
                        .build();
        misses =
                DirectoryMetrics.hasOldNames(gates)
                        ? meter.counterBuilder("otelsvc_k8s_ip_lookup_miss")
                                .setUnit("1")
                                .setDescription("Number of times pod by IP lookup failed.")
                                .build()
                        : null;
        found = new Attributes[rules.size() + 1];
        missed = new Attributes[rules.size() + 1];
        for (int i = 0; i <= rules.size(); i++) {
            String label = i < rules.size() ? rules.get(i).label() : "";
            found[i] = attributes("success", label, signal);
            missed[i] = attributes("error", label, signal);
        }
    }

    private static Attributes attributes(String status, String label, Signal signal) {
        return Attributes.of(STATUS, status, IDENTIFIER, label, SIGNAL, signal.id());
    }

    /** Counts for one request and adds it up at its end. Confined to one thread. */
    final class Request {
        private final int[] hits = new int[found.length];
        private final int[] failures = new int[found.length];

        void note(@Nullable Identifier identifier, boolean isFound) {
            int place = identifier == null ? hits.length - 1 : identifier.rule().number();
            if (isFound) {
                hits[place]++;
            } else {
                failures[place]++;
            }
        }

        void add() {
            int lookups = 0;
            for (int i = 0; i < hits.length; i++) {
                if (hits[i] > 0) {
                    associations.add(hits[i], found[i]);
                }
                if (failures[i] > 0) {
                    associations.add(failures[i], missed[i]);
                    lookups += i < hits.length - 1 ? failures[i] : 0;
                }
            }
            if (misses != null && lookups > 0) {
                misses.add(lookups);
            }
        }
    }
}
