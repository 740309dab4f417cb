// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.debug;

import dev.forager.pdata.Logs;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Profiles;
import dev.forager.pdata.Telemetry;
import dev.forager.pdata.Traces;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Exporter;
import dev.forager.pipeline.Host;
import dev.forager.pipeline.Permanent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Prints each payload: a line of counts, then, unless basic, its content. Thread-safe. */
final class DebugExporter implements Exporter {
    private final Verbosity verbosity;
    private final EntrySampler sampler;
    private final DebugOutput output;

    DebugExporter(DebugExporterConfig config, DebugOutput output, LongSupplier nanoTime) {
        this.verbosity = config.verbosity();
        this.output = output;
        this.sampler =
                new EntrySampler(config.samplingInitial(), config.samplingThereafter(), nanoTime);
    }

    @Override
    public void start(Host host) throws IOException {
        output.open();
    }

    @Override
    public void stop(Duration limit) {
        try {
            output.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public long export(Payload payload, Context context) throws ConsumeException {
        Telemetry telemetry = payload.open();
        try {
            Map<String, Integer> counts = counts(telemetry);
            print(title(telemetry), counts);
            String content = content(telemetry);
            if (content != null) {
                print(content, Map.of());
            }
            return 0;
        } catch (IOException e) {
            throw new Permanent("cannot print: " + e.getMessage(), null, e);
        }
    }

    private void print(String text, Map<String, Integer> fields) throws IOException {
        if (sampler.keeps(text)) {
            output.print(text, fields);
        }
    }

    private @Nullable String content(Telemetry telemetry) {
        return switch (verbosity) {
            case BASIC -> null;
            case NORMAL ->
                    switch (telemetry) {
                        case Traces traces -> NormalText.of(traces);
                        case Metrics metrics -> NormalMetrics.of(metrics);
                        case Logs logs -> NormalText.of(logs);
                        case Profiles profiles -> NormalText.of(profiles);
                    };
            case DETAILED ->
                    switch (telemetry) {
                        case Traces traces -> DetailedTraces.of(traces);
                        case Metrics metrics -> DetailedMetrics.of(metrics);
                        case Logs logs -> DetailedLogs.of(logs);
                        case Profiles profiles -> DetailedProfiles.of(profiles);
                    };
        };
    }

    private static String title(Telemetry telemetry) {
        return switch (telemetry) {
            case Traces _ -> "Traces";
            case Metrics _ -> "Metrics";
            case Logs _ -> "Logs";
            case Profiles _ -> "Profiles";
        };
    }

    private static Map<String, Integer> counts(Telemetry telemetry) {
        var counts = new LinkedHashMap<String, Integer>();
        switch (telemetry) {
            case Traces traces -> counts.put("resource spans", traces.resources().size());
            case Metrics metrics -> {
                counts.put("resource metrics", metrics.resources().size());
                counts.put("metrics", metricCount(metrics));
            }
            case Logs logs -> counts.put("resource logs", logs.resources().size());
            case Profiles profiles -> counts.put("resource profiles", profiles.resources().size());
        }
        counts.put(items(telemetry), telemetry.itemCount());
        return counts;
    }

    private static String items(Telemetry telemetry) {
        return switch (telemetry) {
            case Traces _ -> "spans";
            case Metrics _ -> "data points";
            case Logs _ -> "log records";
            case Profiles _ -> "sample records";
        };
    }

    private static int metricCount(Metrics metrics) {
        int count = 0;
        for (var resource : metrics.resources()) {
            for (var scope : resource.scopes()) {
                count += scope.metrics().size();
            }
        }
        return count;
    }
}
