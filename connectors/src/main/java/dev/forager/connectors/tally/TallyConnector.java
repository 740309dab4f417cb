// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.tally;

import dev.forager.ottl.Cursor;
import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.Walk;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Metric;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.ResourceGroup;
import dev.forager.pdata.ResourceMetrics;
import dev.forager.pdata.ScopeMetrics;
import dev.forager.pdata.Telemetry;
import dev.forager.pipeline.Connector;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Permanent;
import dev.forager.pipeline.Retryable;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Counts or adds up the items of each request, and sends the numbers at once. Thread-safe. */
public final class TallyConnector implements Connector {
    private final List<TallyRules> rules;
    private final String scope;
    private final InstantSource clock;
    private final Consumer next;

    /**
     * A connector of these metrics.
     *
     * @param scope name of the instrumentation scope of all of them
     */
    public TallyConnector(
            List<TallyRules> rules, String scope, InstantSource clock, Consumer next) {
        this.rules = List.copyOf(rules);
        this.scope = scope;
        this.clock = clock;
        this.next = next;
    }

    @Override
    public void consume(Telemetry telemetry, Context context) throws ConsumeException {
        List<Map<ResourceGroup, Tally>> tallies = new ArrayList<>();
        try {
            refuseNameless(telemetry);
            for (TallyRules each : rules) {
                tallies.add(tally(each, telemetry));
            }
        } catch (EvaluationException e) {
            // Nothing says that it is for good: the Go collector answers that one may try again.
            throw new Retryable(String.valueOf(e.getMessage()));
        }
        Metrics metrics = Metrics.create();
        for (ResourceGroup group : telemetry.resources()) {
            write(group, tallies, metrics);
        }
        if (metrics.itemCount() > 0) {
            next.consume(metrics, context);
        }
    }

    /** A metric without data is the sender's mistake, as in the Go collector. */
    private static void refuseNameless(Telemetry telemetry) throws Permanent {
        if (telemetry instanceof Metrics metrics) {
            for (Metric metric : metrics.metrics()) {
                if (metric.data() == null) {
                    throw new Permanent(
                            "metric \"%s\": invalid metric type: Empty".formatted(metric.name()));
                }
            }
        }
    }

    private static Map<ResourceGroup, Tally> tally(TallyRules rules, Telemetry telemetry)
            throws EvaluationException {
        IdentityHashMap<ResourceGroup, Tally> found = new IdentityHashMap<>();
        new Walk(rules.context())
                .forEach(
                        new Cursor(telemetry),
                        cursor ->
                                found.computeIfAbsent(
                                                cursor.resourceGroup(), group -> new Tally(rules))
                                        .add(cursor));
        return found;
    }

    private void write(
            ResourceGroup group, List<Map<ResourceGroup, Tally>> tallies, Metrics metrics) {
        List<Tally> filled = new ArrayList<>();
        for (Map<ResourceGroup, Tally> each : tallies) {
            Tally tally = each.get(group);
            if (tally != null && !tally.isEmpty()) {
                filled.add(tally);
            }
        }
        if (filled.isEmpty()) {
            return;
        }
        ResourceMetrics resource = metrics.addResource();
        for (KeyValue entry : group.resource().attributes()) {
            resource.resource().attributes().add(entry);
        }
        ScopeMetrics target = resource.addScope();
        target.scope().name(scope);
        Instant now = clock.instant();
        long nowNanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
        filled.forEach(each -> each.writeTo(target, nowNanos));
    }
}
