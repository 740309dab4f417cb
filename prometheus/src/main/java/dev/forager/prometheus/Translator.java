// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.prometheus;

import dev.forager.pdata.Metric;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.Records;
import dev.forager.pdata.ResourceMetrics;
import dev.forager.pdata.ScopeMetrics;

/** Turns metrics of OTLP into series of Prometheus. Thread-safe; nothing is kept of a request. */
public final class Translator {
    private final TranslationSettings settings;
    private final MetricNames metricNames;
    private final LabelNames labelNames;

    /** A translator with these settings. */
    public Translator(TranslationSettings settings) {
        this.settings = settings;
        metricNames = new MetricNames(settings.namespace(), settings.strategy());
        labelNames = new LabelNames(settings.strategy());
    }

    /** The series of a request; what cannot be translated is left out and said. */
    public Translation translate(Metrics metrics) {
        var series = new SeriesTable();
        var points = new PointTranslator(settings, metricNames, labelNames, series);
        for (ResourceMetrics group : metrics.resources()) {
            points.enter(group.resource());
            for (ScopeMetrics scope : group.scopes()) {
                points.enter(scope.scope());
                for (Metric metric : Records.passing(scope.metrics())) {
                    points.translate(metric);
                }
            }
            points.addTargetInfo(group.resource());
        }
        return series.finish();
    }
}
