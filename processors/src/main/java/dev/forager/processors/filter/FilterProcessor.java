// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.filter;

import dev.forager.ottl.Cursor;
import dev.forager.ottl.EvaluationException;
import dev.forager.pdata.Profiles;
import dev.forager.pdata.ResourceProfiles;
import dev.forager.pdata.ScopeProfiles;
import dev.forager.pdata.Telemetry;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Processor;
import dev.forager.pipeline.ProcessorSettings;
import dev.forager.pipeline.Retryable;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;

/** Drops what its filters hold for. Immutable, hence thread-safe; holds no data. */
final class FilterProcessor implements Processor {
    private final Filters filters;
    private final LongCounter filtered;
    private final Attributes labels;
    private final Consumer next;

    FilterProcessor(Filters filters, ProcessorSettings settings, Consumer next) {
        this.filters = filters;
        this.next = next;
        labels = Attributes.of(AttributeKey.stringKey("filter"), settings.id().toString());
        String items =
                switch (settings.pipeline().signal()) {
                    case TRACES -> "spans";
                    case METRICS -> "datapoints";
                    case LOGS -> "logs";
                    case PROFILES -> "profiles";
                };
        filtered =
                settings.meter()
                        .counterBuilder("processor_filter_%s.filtered".formatted(items))
                        .setUnit("1")
                        .setDescription(
                                "Number of %s dropped by the filter processor [Development]"
                                        .formatted(
                                                items.equals("datapoints")
                                                        ? "metric data points"
                                                        : items))
                        .build();
    }

    @Override
    public void consume(Telemetry telemetry, Context context) throws ConsumeException {
        int before = count(telemetry);
        try {
            filters.apply(new Cursor(telemetry));
        } catch (EvaluationException e) {
            // Nothing says that it is for good: the Go collector answers that one may try again.
            throw new Retryable(String.valueOf(e.getMessage()));
        }
        filtered.add(before - count(telemetry), labels);
        if (!telemetry.resources().isEmpty()) {
            next.consume(telemetry, context);
        }
    }

    /** Of profiles, not their samples. */
    private static int count(Telemetry telemetry) {
        if (!(telemetry instanceof Profiles profiles)) {
            return telemetry.itemCount();
        }
        int count = 0;
        for (ResourceProfiles group : profiles.resources()) {
            for (ScopeProfiles scope : group.scopes()) {
                count += scope.profiles().size();
            }
        }
        return count;
    }
}
