// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.deltatorate;

import dev.forager.pdata.AggregationTemporality;
import dev.forager.pdata.Gauge;
import dev.forager.pdata.Metric;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.NumberDataPoint;
import dev.forager.pdata.Sum;
import dev.forager.pdata.Telemetry;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Processor;
import dev.forager.pipeline.series.Seldom;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/** Divides each point of the chosen sums by the seconds that it covers. Thread-safe. */
final class DeltaToRateProcessor implements Processor {
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final Set<String> names;
    private final Logger logger;
    private final Seldom notes;
    private final Consumer next;

    DeltaToRateProcessor(
            DeltaToRateConfig config, Logger logger, Consumer next, LongSupplier nanoTime) {
        names = Set.copyOf(config.metrics());
        notes = new Seldom(nanoTime);
        this.logger = logger;
        this.next = next;
    }

    @Override
    public void consume(Telemetry telemetry, Context context) throws ConsumeException {
        if (telemetry instanceof Metrics metrics) {
            for (Metric metric : metrics.metrics()) {
                if (names.contains(metric.name())) {
                    convert(metric);
                }
            }
        }
        next.consume(telemetry, context);
    }

    private void convert(Metric metric) {
        if (!(metric.data() instanceof Sum sum)
                || sum.aggregationTemporality() != AggregationTemporality.DELTA) {
            note(metric);
            return;
        }
        Gauge rates = new Gauge();
        for (NumberDataPoint point : sum.dataPoints()) {
            rates.dataPoints().add(point);
            if (point.valueCase() != NumberDataPoint.ValueCase.NOT_SET) {
                point.asDouble(rate(point));
            }
        }
        metric.data(rates);
        if (!metric.unit().isEmpty()) {
            metric.unit(metric.unit() + "/s");
        }
    }

    /** 0 for a point that covers no time, which has no rate. */
    private static double rate(NumberDataPoint point) {
        double value =
                point.valueCase() == NumberDataPoint.ValueCase.AS_INT
                        ? point.asInt()
                        : point.asDouble();
        long nanos = point.timeUnixNano() - point.startTimeUnixNano();
        // Whole seconds and the rest apart: Go's Duration.Seconds, to the last bit.
        long whole = nanos / NANOS_PER_SECOND;
        double seconds = whole + nanos % NANOS_PER_SECOND / (double) NANOS_PER_SECOND;
        return nanos > 0 ? value / seconds : 0;
    }

    private void note(Metric metric) {
        synchronized (notes) {
            if (!notes.isDue()) {
                return;
            }
        }
        logger.info("Configured metric for rate calculation {} is not a delta sum", metric.name());
    }
}
