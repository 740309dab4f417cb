// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.metricstransform;

import dev.forager.pdata.Metrics;
import dev.forager.pdata.ResourceMetrics;
import dev.forager.pdata.ScopeMetrics;
import dev.forager.pdata.Telemetry;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Processor;
import dev.forager.pipeline.ProcessorSettings;
import dev.forager.pipeline.series.Seldom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/** Applies the transforms to every scope of a request. Thread-safe; remembers nothing. */
final class MetricsTransformProcessor implements Processor {
    private final List<Transform> transforms;
    private final Seldom warnings;
    private final Logger logger;
    private final Consumer next;

    MetricsTransformProcessor(
            MetricsTransformConfig config,
            ProcessorSettings settings,
            Consumer next,
            LongSupplier nanoTime) {
        String version = settings.build().version();
        transforms =
                config.transforms().stream().map(each -> new Transform(each, version)).toList();
        warnings = new Seldom(nanoTime);
        logger = settings.logger();
        this.next = next;
    }

    @Override
    public void consume(Telemetry telemetry, Context context) throws ConsumeException {
        if (telemetry instanceof Metrics metrics) {
            List<ResourceMetrics> grouped = new ArrayList<>();
            metrics.resources().removeIf(group -> isEmptied(group, grouped));
            metrics.resources().addAll(grouped);
            if (metrics.resources().isEmpty()) {
                return;
            }
        }
        next.consume(telemetry, context);
    }

    private boolean isEmptied(ResourceMetrics group, List<ResourceMetrics> grouped) {
        return group.scopes().removeIf(scope -> isEmptied(group, scope, grouped))
                && group.scopes().isEmpty();
    }

    private boolean isEmptied(
            ResourceMetrics group, ScopeMetrics scope, List<ResourceMetrics> grouped) {
        for (Transform transform : transforms) {
            transform.apply(group, scope, grouped, this::warn);
        }
        return scope.metrics().isEmpty();
    }

    private void warn(String problem) {
        synchronized (warnings) {
            if (!warnings.isDue()) {
                return;
            }
        }
        logger.warn(problem);
    }
}
